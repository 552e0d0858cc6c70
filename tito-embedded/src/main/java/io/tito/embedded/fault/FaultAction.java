package io.tito.embedded.fault;

import java.time.Duration;

import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.KeyError;

/**
 * What happens to a request instead of, or besides, its being answered. A lost answer is
 * gRPC status UNAVAILABLE; for a request inside a command stream it breaks that stream.
 */
public sealed interface FaultAction {

	/**
	 * Lose the request.
	 * @return the action
	 */
	static FaultAction dropBefore() {
		return new DropBefore();
	}

	/**
	 * Apply the request and lose the answer.
	 * @return the action
	 */
	static FaultAction dropAfter() {
		return new DropAfter();
	}

	/**
	 * Apply the request a while later.
	 * @param delay how long to wait, by the machine's clock
	 * @return the action
	 */
	static FaultAction delay(Duration delay) {
		return new Delay(delay);
	}

	/**
	 * Keep the request back until the test releases it; it is applied then.
	 * @return the action, which is the handle too
	 */
	static Hold holdBefore() {
		return new Hold(false);
	}

	/**
	 * Apply the request and keep the answer back until the test releases it.
	 * @return the action, which is the handle too
	 */
	static Hold holdAfter() {
		return new Hold(true);
	}

	/**
	 * Answer with a region error, without applying the request.
	 * @param error the error
	 * @return the action
	 */
	static FaultAction regionError(Errorpb.Error error) {
		return new RegionError(error);
	}

	/**
	 * Answer with a key error, without applying the request.
	 * @param error the error
	 * @return the action
	 */
	static FaultAction keyError(KeyError error) {
		return new KeyFailure(error);
	}

	/**
	 * Do something, then apply the request and answer: split a region, move a leader.
	 * @param work what to do; must not wait for another request
	 * @return the action
	 */
	static FaultAction before(Runnable work) {
		return new Before(work);
	}

	/**
	 * Apply the request, do something, then answer.
	 * @param work what to do; must not wait for another request
	 * @return the action
	 */
	static FaultAction after(Runnable work) {
		return new After(work);
	}

	/**
	 * Apply the request twice, as if the network had repeated it, and answer once.
	 * @return the action
	 */
	static FaultAction duplicate() {
		return new Duplicate();
	}

	record Before(Runnable work) implements FaultAction {
	}

	record After(Runnable work) implements FaultAction {
	}

	record Duplicate() implements FaultAction {
	}

	record DropBefore() implements FaultAction {
	}

	record DropAfter() implements FaultAction {
	}

	record Delay(Duration duration) implements FaultAction {
	}

	record RegionError(Errorpb.Error error) implements FaultAction {
	}

	record KeyFailure(KeyError error) implements FaultAction {
	}

	/**
	 * Keeps requests back. Use one for one expectation.
	 */
	final class Hold implements FaultAction {

		private final Gate arrived = new Gate();

		private final Gate released = new Gate();

		private final boolean after;

		private Hold(boolean after) {
			this.after = after;
		}

		/**
		 * Wait until a request is held.
		 * @param timeout how long at most
		 * @throws IllegalStateException if none arrived
		 */
		public void awaitArrival(Duration timeout) {
			this.arrived.await(timeout);
		}

		/**
		 * Let go what is held, and everything that comes later.
		 */
		public void release() {
			this.released.open();
		}

		boolean isAfter() {
			return this.after;
		}

		void hold(Runnable next) {
			this.arrived.open();
			this.released.then(next);
		}

	}

}
