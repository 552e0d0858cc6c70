package io.tito.benchmark.peer.product;

import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.gruelbox.transactionoutbox.TransactionOutbox.ParameterizedScheduleBuilder;

/**
 * Options that came with later releases than the oldest one that is compiled against.
 */
final class GruelboxOptions {

	private GruelboxOptions() {
	}

	static boolean has(String option, Class<?> type) {
		try {
			ParameterizedScheduleBuilder.class.getMethod(option, type);
			return true;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	static ParameterizedScheduleBuilder with(TransactionOutbox outbox, String option, Class<?> type, Object value) {
		try {
			ParameterizedScheduleBuilder builder = outbox.with();
			ParameterizedScheduleBuilder.class.getMethod(option, type).invoke(builder, value);
			return builder;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This release of transaction-outbox has no option '" + option
					+ "'; build with -Dgruelbox.version=<a newer one>", ex);
		}
	}

}
