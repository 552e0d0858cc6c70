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
import io.tito.listener.container.ListenerSettings.Profile;
import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Reads the settings of an annotation, and reports all that cannot be at once.
 */
final class AnnotationOverrides {

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
		return new ListenerOverrides(value("profile", listener.profile(), PROFILES, AnnotationOverrides::profile),
				value("concurrency", listener.concurrency(), "a whole number", Integer::valueOf),
				value("batchSize", listener.batchSize(), "a whole number", Integer::valueOf), ordering,
				value("handlerTimeout", listener.handlerTimeout(), "a time such as 30s", AnnotationOverrides::duration),
				null, value("autoStartup", listener.autoStartup(), "true or false", AnnotationOverrides::bool),
				ListenerOverrides.NONE.polling(),
				new ListenerOverrides.Retry(
						value("maxAttempts", listener.maxAttempts(), "a whole number", Integer::valueOf), null, null,
						null, null, null, onDeadLetter),
				new ListenerOverrides.Assigned(null,
						value("partitions", listener.partitions(), "partitions", Function.identity())));
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
