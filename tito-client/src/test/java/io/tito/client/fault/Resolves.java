package io.tito.client.fault;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client meets the locks of a transaction whose client died: it finds out how that
 * ended, and nobody ever sees another end.
 */
final class Resolves implements Scenario {

	private static final List<String> LETTERS = List.of("a", "m", "z");

	private static final List<String> SECONDARIES = List.of("m", "z");

	/**
	 * How far the dead client had come.
	 */
	enum Died {

		/** The primary is committed. */
		AFTER_COMMIT(Scene.NEW),

		/** All is locked, for two phases. */
		BEFORE_COMMIT(Scene.OLD),

		/** The same, and its time is not over. */
		NOT_YET(Scene.OLD),

		/** All is locked, which commits an async commit. */
		AFTER_ASYNC_COMMIT(Scene.NEW),

		/** One lock of an async commit is missing. */
		BEFORE_ASYNC_COMMIT(Scene.OLD),

		/** A key is held by a pessimistic lock. */
		HOLDING(Scene.OLD);

		private final String value;

		Died(String value) {
			this.value = value;
		}

	}

	private final Died died;

	Resolves(Died died) {
		this.died = died;
	}

	@Override
	public void prepare(Scene scene) {
		Orphan orphan = new Orphan(scene, scene.observer().timestamp(), (this.died == Died.HOLDING) ? "m" : "a");
		switch (this.died) {
			case AFTER_COMMIT -> {
				LETTERS.forEach((letter) -> orphan.prewrite(letter, List.of(), false));
				orphan.commit("a", scene.observer().timestamp());
			}
			case BEFORE_COMMIT, NOT_YET -> LETTERS.forEach((letter) -> orphan.prewrite(letter, List.of(), false));
			case AFTER_ASYNC_COMMIT -> LETTERS.forEach((letter) -> orphan.prewrite(letter, SECONDARIES, true));
			case BEFORE_ASYNC_COMMIT ->
				List.of("a", "m").forEach((letter) -> orphan.prewrite(letter, SECONDARIES, true));
			case HOLDING -> orphan.hold("m");
		}
		if (this.died != Died.NOT_YET) {
			scene.server().faults().advanceClock(Duration.ofSeconds(10));
		}
		// whether a lock's time is over is judged by what the client has seen of the
		// oracle
		scene.client().timestamp();
	}

	@Override
	public Ending run(Scene scene) {
		return (this.died == Died.HOLDING) ? write(scene) : read(scene);
	}

	private Ending read(Scene scene) {
		Timestamp at = scene.client().timestamp();
		byte[] value = scene.client().snapshot(at).get(scene.key("m"));
		assertThat(new String(value)).isEqualTo(this.died.value);
		return Ending.READ;
	}

	private Ending write(Scene scene) {
		Transaction transaction = scene.client().begin();
		transaction.put(scene.key("m"), Scene.OLD.getBytes());
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		return Ending.COMMITTED;
	}

	@Override
	public Set<Ending> allowed(Step step, Fault fault) {
		return Set.of((this.died == Died.HOLDING) ? Ending.COMMITTED : Ending.READ);
	}

	@Override
	public void verify(Scene scene, Ending ending) {
		if (this.died == Died.NOT_YET) {
			scene.server().faults().advanceClock(Duration.ofSeconds(10));
			scene.observer().timestamp();
		}
		scene.readAll(scene.keys(LETTERS))
			.forEach((key, value) -> assertThat(new String(value)).as("%s", key).isEqualTo(this.died.value));
	}

	/**
	 * A reader removes what is in its way, and no more.
	 */
	@Override
	public boolean cleansUp(Fault fault) {
		return false;
	}

	@Override
	public String toString() {
		return "died-" + this.died.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
