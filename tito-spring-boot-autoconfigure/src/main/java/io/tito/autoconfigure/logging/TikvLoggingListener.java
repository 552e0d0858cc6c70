package io.tito.autoconfigure.logging;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Lowers the level of the bundled TiKV client's loggers, which report each session in a
 * dozen lines and errors that are handled as if they were not. Runs after the
 * application's own logging was set up, and leaves everything alone if that says anything
 * about these loggers, in whichever way.
 */
final class TikvLoggingListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final String ROOT = "org.tikv";

	private static final Map<String, LogLevel> LEVELS = levels();

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		try {
			apply(LoggingSystem.get(event.getSpringApplication().getClassLoader()));
		}
		catch (UnsupportedOperationException ex) {
			// a logging system that cannot tell its levels is left as it is
		}
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	private static void apply(LoggingSystem logging) {
		if (isConfigured(logging, ROOT)) {
			return;
		}
		LEVELS.forEach((logger, level) -> {
			if (!isConfigured(logging, logger)) {
				logging.setLogLevel(logger, level);
			}
		});
	}

	private static boolean isConfigured(LoggingSystem logging, String logger) {
		LoggerConfiguration configuration = logging.getLoggerConfiguration(logger);
		return configuration != null && configuration.getConfiguredLevel() != null;
	}

	private static Map<String, LogLevel> levels() {
		Map<String, LogLevel> levels = new LinkedHashMap<>();
		levels.put(ROOT, LogLevel.WARN);
		levels.put("org.tikv.common.TiConfiguration", LogLevel.ERROR);
		levels.put("org.tikv.common.operation.KVErrorHandler", LogLevel.ERROR);
		levels.put("org.tikv.txn.TwoPhaseCommitter", LogLevel.ERROR);
		return levels;
	}

}
