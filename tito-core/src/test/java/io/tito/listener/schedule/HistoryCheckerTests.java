package io.tito.listener.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.listener.schedule.Aftermath.Effect;
import io.tito.listener.schedule.Happening.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each kind of violation is seen, and only that.
 */
class HistoryCheckerTests {

	private static final String FIRST = "1-p.0.0";

	private static final String SECOND = "1-p.1.0";

	private final List<Happening> history = new ArrayList<>();

	private List<Effect> effects = List.of(new Effect(FIRST, 1), new Effect(SECOND, 1));

	private Set<String> committed = Set.of(FIRST, SECOND);

	private Set<String> dead = Set.of();

	private long now;

	@Test
	void findsNothingWrongWithWhatIsRight() {
		publish(FIRST, SECOND);
		mail(1, FIRST, SECOND);

		assertThat(violations()).isEmpty();
	}

	@Test
	void acceptsThatAnotherOwnerRepeats() {
		publish(FIRST, SECOND);
		mail(1, FIRST);
		mail(2, FIRST, SECOND);

		assertThat(violations()).isEmpty();
	}

	@Test
	void acceptsAnOutcomeThatNobodyWasTold() {
		publish(FIRST);
		happens(Kind.BEGUN, SECOND);
		mail(1, FIRST, SECOND);

		assertThat(violations()).isEmpty();
	}

	@Test
	void seesALostEvent() {
		publish(FIRST, SECOND);
		mail(1, FIRST);

		assertThat(violations()).containsExactly("1-p.1.0 never came to mail");
	}

	@Test
	void seesALostEffect() {
		publish(FIRST, SECOND);
		mail(1, FIRST, SECOND);
		this.effects = List.of(new Effect(FIRST, 1));

		assertThat(violations()).containsExactly("1-p.1.0 had no effect");
	}

	@Test
	void seesADoubledEffect() {
		publish(FIRST, SECOND);
		mail(1, FIRST, SECOND);
		this.effects = List.of(new Effect(FIRST, 1), new Effect(FIRST, 2), new Effect(SECOND, 2));

		assertThat(violations()).containsExactly("1-p.0.0 took effect 2 times");
	}

	@Test
	void seesAnEffectOfAFormerOwner() {
		publish(FIRST, SECOND);
		mail(1, FIRST, SECOND);
		this.effects = List.of(new Effect(FIRST, 2), new Effect(SECOND, 1));

		assertThat(violations()).singleElement().asString().contains("for a former owner");
	}

	@Test
	void seesThatALaneIsOutOfOrder() {
		publish(FIRST, SECOND);
		mail(1, SECOND, FIRST);
		this.effects = List.of(new Effect(SECOND, 1), new Effect(FIRST, 1));

		assertThat(violations()).containsExactlyInAnyOrder(
				"1-p.1.0 came to mail before 1-p.0.0, which was published earlier",
				"1-p.1.0 came to ledger before 1-p.0.0, which was published earlier");
	}

	@Test
	void seesThatAnOwnerRepeatsItself() {
		publish(FIRST, SECOND);
		mail(1, FIRST, FIRST, SECOND);

		assertThat(violations()).containsExactly("1-p.0.0 was handled twice by one owner of mail");
	}

	/**
	 * One comes from its lane and one from the log, which is no reason for a third.
	 */
	@Test
	void allowsAReplayedEventOnceFromItsLaneAndOnceFromTheLog() {
		publish(FIRST, SECOND);
		this.history.add(new Happening(Kind.REPLAYED, "", "mail", 0, 0, this.now++));
		mail(1, FIRST, FIRST, SECOND);
		assertThat(violations()).isEmpty();

		mail(1, FIRST);
		assertThat(violations()).containsExactly("1-p.0.0 was handled three times by one owner of mail");
	}

	@Test
	void aReplayOfAnotherGroupOrLaterExcusesNothing() {
		publish(FIRST, SECOND);
		this.history.add(new Happening(Kind.REPLAYED, "", "ledger", 0, 0, this.now++));
		mail(1, FIRST, FIRST, SECOND);
		this.history.add(new Happening(Kind.REPLAYED, "", "mail", 0, 0, this.now++));

		assertThat(violations()).containsExactly("1-p.0.0 was handled twice by one owner of mail");
	}

	@Test
	void seesTwoAtOnceInALane() {
		publish(FIRST, SECOND);
		delivered(Kind.DELIVERED, FIRST, 1);
		delivered(Kind.DELIVERED, SECOND, 1);
		delivered(Kind.HANDLED, FIRST, 1);
		delivered(Kind.HANDLED, SECOND, 1);

		assertThat(violations()).singleElement().asString().contains("while 1-p.0.0 was handled");
	}

	@Test
	void seesWhatWasRolledBack() {
		publish(FIRST);
		happens(Kind.BEGUN, SECOND);
		happens(Kind.ROLLED_BACK, SECOND);
		mail(1, FIRST, SECOND);
		this.committed = Set.of(FIRST);

		assertThat(violations()).containsExactlyInAnyOrder("1-p.1.0 was delivered and is not committed",
				"1-p.1.0 took effect, not committed");
	}

	@Test
	void seesWhatWasCommittedAndIsGone() {
		publish(FIRST, SECOND);
		mail(1, FIRST);
		this.committed = Set.of(FIRST);
		this.effects = List.of(new Effect(FIRST, 1));

		assertThat(violations()).containsExactly("1-p.1.0 was committed and is not stored");
	}

	@Test
	void seesThatAnInnocentEventWasGivenUp() {
		publish(FIRST, SECOND);
		mail(1, FIRST, SECOND);
		this.dead = Set.of(SECOND);

		assertThat(violations()).containsExactly("1-p.1.0 was given up by mail although it harmed nobody");
	}

	private List<String> violations() {
		Aftermath after = new Aftermath(this.committed, Map.of("1", this.effects), Map.of("mail", this.dead));
		return HistoryChecker.violations(this.history, after, "ledger", List.of("mail"));
	}

	private void publish(String... events) {
		for (String event : events) {
			happens(Kind.BEGUN, event);
			happens(Kind.COMMITTED, event);
		}
	}

	private void mail(long epoch, String... events) {
		for (String event : events) {
			delivered(Kind.DELIVERED, event, epoch);
			delivered(Kind.HANDLED, event, epoch);
		}
	}

	private void happens(Kind kind, String event) {
		this.history.add(new Happening(kind, event, "", 0, 0, this.now++));
	}

	private void delivered(Kind kind, String event, long epoch) {
		this.history.add(new Happening(kind, event, "mail", 1, epoch, this.now++));
	}

}
