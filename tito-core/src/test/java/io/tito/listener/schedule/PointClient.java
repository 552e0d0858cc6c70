package io.tito.listener.schedule;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.listener.schedule.Points.Point;
import org.jspecify.annotations.Nullable;

/**
 * A client whose commits can be met at {@link Points}, before and after.
 */
final class PointClient {

	private PointClient() {
	}

	static TitoClient of(TitoClient client, Points points) {
		return proxy(TitoClient.class, (method, arguments) -> {
			Object result = invoke(client, method, arguments);
			return method.getName().equals("begin") ? watched((Transaction) result, points) : result;
		});
	}

	private static Transaction watched(Transaction transaction, Points points) {
		Kind kind = new Kind();
		return proxy(Transaction.class, (method, arguments) -> {
			if (method.getName().equals("put") || method.getName().equals("delete")) {
				kind.writes((Key) arguments[0]);
			}
			if (!method.getName().equals("commit")) {
				return invoke(transaction, method, arguments);
			}
			kind.reach(points, true);
			Object outcome = invoke(transaction, method, arguments);
			kind.reach(points, false);
			return outcome;
		});
	}

	private static <T> T proxy(Class<T> type, Call call) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call.run(method, (arguments != null) ? arguments : new Object[0])));
	}

	private static @Nullable Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private interface Call {

		@Nullable Object run(Method method, Object[] arguments) throws Throwable;

	}

	/**
	 * Whose transaction it is, by what it writes.
	 */
	private static final class Kind {

		private boolean owner;

		private boolean publisher;

		void writes(Key key) {
			this.owner |= key.text().contains(":group:" + Node.TYPE + ":");
			this.publisher |= key.text().contains(":published:");
		}

		void reach(Points points, boolean before) {
			if (this.owner) {
				points.reach(before ? Point.BEFORE_ACKNOWLEDGEMENT : Point.AFTER_ACKNOWLEDGEMENT);
			}
			if (this.publisher) {
				points.reach(before ? Point.BEFORE_PUBLISH : Point.AFTER_PUBLISH);
			}
		}

	}

}
