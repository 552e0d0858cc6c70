package io.tito.listener.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.annotation.TitoListener;
import io.tito.listener.container.InvalidListenerException;
import io.tito.listener.container.ListenerOverrides;
import io.tito.listener.container.ListenerOverrides.Assigned;
import io.tito.listener.container.ListenerOverrides.Retry;
import io.tito.listener.container.ListenerSettings.Profile;
import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Reads the settings of an annotation, and reports all that cannot be at once.
 */
final class AnnotationOverrides {

	private static final String NUMBER = "a whole number";

	private static final String TIME = "a time such as 30s";

	private static final String BOOLEAN = "true or false";

	private static final String PROFILES = "low-latency, balanced, high-throughput or relaxed";

	private final UnaryOperator<String> resolve;

	private final List<String> faults = new ArrayList<>();

	private AnnotationOverrides(UnaryOperator<String> resolve) {
		this.resolve = resolve;
	}

	static ListenerOverrides of(TitoListener listener, UnaryOperator<String> resolve, String description) {
		AnnotationOverrides reader = new AnnotationOverrides(resolve);
		ListenerOverrides overrides = reader.read(listener);
		reader.faults.addAll(overrides.faults());
		if (!reader.faults.isEmpty()) {
			throw new InvalidListenerException(
					reader.faults.stream().map((fault) -> description + ": " + fault).toList());
		}
		return overrides;
	}

	private ListenerOverrides read(TitoListener listener) {
		Ordering ordering = (listener.ordering() != Ordering.AUTOMATIC) ? listener.ordering() : null;
		OnDeadLetter onDeadLetter = (listener.onDeadLetter() != OnDeadLetter.AUTOMATIC) ? listener.onDeadLetter()
				: null;
		Profile profile = value("profile", listener.profile(), PROFILES, AnnotationOverrides::profile);
		Integer concurrency = value("concurrency", listener.concurrency(), NUMBER, Integer::valueOf);
		Integer batchSize = value("batchSize", listener.batchSize(), NUMBER, Integer::valueOf);
		Duration timeout = value("handlerTimeout", listener.handlerTimeout(), TIME, AnnotationOverrides::duration);
		Boolean autoStartup = value("autoStartup", listener.autoStartup(), BOOLEAN, AnnotationOverrides::bool);
		Integer maxAttempts = value("maxAttempts", listener.maxAttempts(), NUMBER, Integer::valueOf);
		String partitions = value("partitions", listener.partitions(), "partitions", Function.identity());
		Retry retry = new Retry(maxAttempts, null, null, null, null, null, onDeadLetter);
		return new ListenerOverrides(profile, concurrency, batchSize, ordering, timeout, null, autoStartup,
				ListenerOverrides.NONE.polling(), retry, new Assigned(null, partitions));
	}

	private <T> @Nullable T value(String name, String text, String what, Function<String, T> read) {
		String resolved = this.resolve.apply(text).trim();
		if (resolved.isEmpty()) {
			return null;
		}
		try {
			return read.apply(resolved);
		}
		catch (IllegalArgumentException ex) {
			this.faults.add("%s is '%s', not %s".formatted(name, resolved, what));
			return null;
		}
	}

	private static Profile profile(String text) {
		return Profile.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
	}

	private static Duration duration(String text) {
		return text.equals("0") ? Duration.ZERO : DurationFormatterUtils.detectAndParse(text);
	}

	private static Boolean bool(String text) {
		if (!text.equals("true") && !text.equals("false")) {
			throw new IllegalArgumentException(text);
		}
		return Boolean.valueOf(text);
	}

}
