package io.tito.client.fault;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.LimitExceededException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.Faults;
import io.tito.key.Key;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A transaction that writes some keys: all of it is there or nothing, as it was told.
 */
final class Commits implements Scenario {

	private final String name;

	private final TransactionOptions options;

	private final List<String> letters;

	private Consumer<Scene> before = (scene) -> {
	};

	private boolean conflict;

	private boolean giveUp;

	private boolean openBefore;

	private Timestamp start = Timestamp.ZERO;

	private Timestamp commit = Timestamp.ZERO;

	Commits(String name, TransactionOptions options, String... letters) {
		this.name = name;
		this.options = options;
		this.letters = List.of(letters);
	}

	static Commits fastest(Protocol protocol, String... letters) {
		return new Commits(protocol.name().toLowerCase(Locale.ROOT).replace('_', '-'),
				TransactionOptions.defaults().fastest(protocol), letters);
	}

	static Commits pessimistic(String... letters) {
		return new Commits("pessimistic", TransactionOptions.defaults().asPessimistic(), letters);
	}

	/**
	 * Another fault first, which leads to the step.
	 */
	Commits after(Consumer<Faults> fault) {
		this.before = (scene) -> fault.accept(scene.server().faults());
		return this;
	}

	/** The outcome is open before the step, and may be that nothing was committed. */
	Commits open() {
		this.openBefore = true;
		return this;
	}

	/** The last key is changed by another transaction meanwhile. */
	Commits conflicting() {
		this.conflict = true;
		return this;
	}

	/** Rolls back after its locks were taken. */
	Commits givingUp() {
		this.giveUp = true;
		return this;
	}

	@Override
	public void prepare(Scene scene) {
		this.before.accept(scene);
	}

	@Override
	public Ending run(Scene scene) {
		Transaction transaction = scene.client().begin(this.options);
		this.start = transaction.timestamp();
		this.commit = Timestamp.ZERO;
		try {
			for (Key key : scene.keys(this.letters)) {
				if (this.options.pessimistic()) {
					assertThat(transaction.getForUpdate(key)).as("value of %s", key).isEqualTo(Scene.OLD.getBytes());
				}
				transaction.put(key, Scene.NEW.getBytes());
			}
			return end(scene, transaction);
		}
		catch (LimitExceededException ex) {
			return Ending.REFUSED;
		}
		catch (TitoClientException ex) {
			throw new AssertionError("one fault is too much for it: " + ex.getMessage(), ex);
		}
		finally {
			transaction.rollback();
		}
	}

	private Ending end(Scene scene, Transaction transaction) {
		if (this.giveUp) {
			transaction.rollback();
			return Ending.ROLLED_BACK;
		}
		if (this.conflict) {
			Transaction other = scene.observer().begin();
			other.put(scene.key(last()), "other".getBytes());
			assertThat(other.commit()).isInstanceOf(CommitOutcome.Committed.class);
		}
		CommitOutcome outcome = transaction.commit();
		assertThat(outcome).as("a probe could have decided it").isNotInstanceOf(CommitOutcome.Unknown.class);
		if (outcome instanceof CommitOutcome.Committed done) {
			this.commit = done.timestamp();
			return Ending.COMMITTED;
		}
		return Ending.ABORTED;
	}

	private String last() {
		return this.letters.get(this.letters.size() - 1);
	}

	@Override
	public Set<Ending> allowed(Step step, Fault fault) {
		if (this.giveUp) {
			return Set.of(Ending.ROLLED_BACK);
		}
		if (this.conflict) {
			return Set.of(Ending.ABORTED);
		}
		if (this.openBefore) {
			return Set.of(Ending.COMMITTED, Ending.ABORTED);
		}
		boolean decides = step.rpc().equals("KvPrewrite") || step.rpc().equals("KvPessimisticLock")
				|| (step.rpc().equals("KvCommit") && step.letter().equals("a"));
		if (fault.kind() == Fault.Kind.FATAL && decides) {
			// an async commit has happened by then
			return Set.of(Ending.REFUSED, Ending.COMMITTED);
		}
		boolean notDone = fault.kind() == Fault.Kind.NOT_DONE_UNSEEN || fault.kind() == Fault.Kind.RESTART_BEFORE;
		if (step.rpc().equals("KvPrewrite") && notDone) {
			// whoever asks for a lost one-phase commit stops it
			return Set.of(Ending.COMMITTED, Ending.ABORTED);
		}
		if (this.options.pessimistic() && fault.kind().restart()) {
			// such locks do not survive
			return Set.of(Ending.COMMITTED, Ending.ABORTED);
		}
		return Set.of(Ending.COMMITTED);
	}

	@Override
	public void verify(Scene scene, Ending ending) {
		boolean committed = ending == Ending.COMMITTED;
		scene.readAll(scene.keys(this.letters)).forEach((key, value) -> {
			boolean others = this.conflict && key.equals(scene.key(last()));
			String expected = committed ? Scene.NEW : others ? "other" : Scene.OLD;
			assertThat(new String(value)).as("%s after '%s'", key, ending).isEqualTo(expected);
		});
		if (committed) {
			assertThat(scene.observer().snapshot(this.commit).getAll(scene.keys(this.letters)).values())
				.allMatch((value) -> new String(value).equals(Scene.NEW));
			assertThat(scene.observer().snapshot(this.commit.previous()).getAll(scene.keys(this.letters)).values())
				.allMatch((value) -> new String(value).equals(Scene.OLD));
		}
		for (Key key : scene.keys(this.letters)) {
			Scene.await("the versions of " + key,
					() -> scene.versions(key, this.start.value()).size() == (committed ? 1 : 0));
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
