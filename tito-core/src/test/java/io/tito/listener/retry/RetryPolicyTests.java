package io.tito.listener.retry;

import java.time.Duration;

import io.tito.listener.HandlerTimeoutException;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

	private final RetryPolicy policy = new RetryPolicy(RetrySettings.DEFAULTS.withMaxAttempts(3), () -> 0);

	@Test
	void pausesGrowUpToTheLongest() {
		RetrySettings settings = RetrySettings.DEFAULTS;
		assertThat(settings.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
		assertThat(settings.pause(4, 0)).isEqualTo(Duration.ofSeconds(8));
		assertThat(settings.pause(100, 0)).isEqualTo(Duration.ofMinutes(1));
		assertThat(settings.pause(1, 1)).isEqualTo(Duration.ofMillis(1200));
	}

	@Test
	void failureIsTriedAgainUntilTheLastAttempt() {
		assertThat(decide(0, new IllegalStateException("no")))
			.isEqualTo(new RetryDecision.TryAgain(1, 1000 + 1000, "java.lang.IllegalStateException: no"));
		assertThat(decide(2, new IllegalStateException("no"))).isInstanceOf(RetryDecision.GiveUp.class);
	}

	@Test
	void rejectionIsFinalEvenAsACause() {
		assertThat(decide(0, new RuntimeException(new RejectEventException("never"))))
			.isInstanceOf(RetryDecision.GiveUp.class);
	}

	@Test
	void unreadablePayloadSpendsNothingAndIsTriedAgainAtTheLongestPause() {
		assertThat(decide(1, new UnreadablePayloadException("newer", null)))
			.isInstanceOfSatisfying(RetryDecision.TryAgain.class, (again) -> {
				assertThat(again.attempts()).isEqualTo(1);
				assertThat(again.next()).isEqualTo(1000 + Duration.ofMinutes(1).toMillis());
			});
	}

	@Test
	void unreadablePayloadSpendsAttemptsOnceItHasBeenSoForTheHoldTime() {
		UnreadablePayloadException thrown = new UnreadablePayloadException("newer", null);
		long hour = Duration.ofHours(1).toMillis();
		assertThat(this.policy.decide(1, FailureKind.UNREADABLE, thrown, 999 + hour, 1000).attempts()).isEqualTo(1);
		assertThat(this.policy.decide(1, FailureKind.UNREADABLE, thrown, 1000 + hour, 1000).attempts()).isEqualTo(2);
		assertThat(this.policy.decide(2, FailureKind.UNREADABLE, thrown, 1000 + hour, 1000))
			.isInstanceOf(RetryDecision.GiveUp.class);
	}

	@Test
	void timeoutSpendsAnAttemptWhateverTheInterruptionMadeOfIt() {
		assertThat(FailureKind
			.of(new HandlerTimeoutException(Duration.ofSeconds(1), new QueryTimeoutException("interrupted"))))
			.isEqualTo(FailureKind.FAILURE);
	}

	@Test
	void lostRaceWaitsShortlyAndSpendsNothing() {
		assertThat(decide(2, new QueryTimeoutException("slow"))).isInstanceOfSatisfying(RetryDecision.TryAgain.class,
				(again) -> {
					assertThat(again.attempts()).isEqualTo(2);
					assertThat(again.next()).isBetween(1001L, 1500L);
				});
	}

	private RetryDecision decide(int before, Throwable thrown) {
		return this.policy.decide(before, FailureKind.of(thrown), thrown, 1000, 0);
	}

}
