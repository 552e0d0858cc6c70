package io.tito.listener.retry;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.tito.client.ClientTimeoutException;
import io.tito.client.DeadlockException;
import io.tito.client.LockTimeoutException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClientException;
import io.tito.listener.HandlerTimeoutException;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.transaction.TitoExceptionTranslator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;

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
			.of(new HandlerTimeoutException(Duration.ofSeconds(1), new ClientTimeoutException("interrupted", null))))
			.isEqualTo(FailureKind.FAILURE);
	}

	@Test
	void lostRaceWaitsShortlyAndSpendsNothing() {
		assertThat(decide(2, new QueryTimeoutException("slow", new ClientTimeoutException("slow", null))))
			.isInstanceOfSatisfying(RetryDecision.TryAgain.class, (again) -> {
				assertThat(again.attempts()).isEqualTo(2);
				assertThat(again.next()).isBetween(1001L, 1500L);
			});
	}

	@ParameterizedTest
	@MethodSource("resistanceOfTheStore")
	void resistanceOfTheStoreIsNotTheEventsFault(Throwable thrown) {
		assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.TRANSIENT);
		assertThat(FailureKind.of(new IllegalStateException("wrapped", thrown))).isEqualTo(FailureKind.TRANSIENT);
		assertThat(decide(2, thrown)).isInstanceOf(RetryDecision.TryAgain.class);
	}

	static Stream<Throwable> resistanceOfTheStore() {
		List<TitoClientException> client = List.of(new StoreUnavailableException("away", null),
				new ClientTimeoutException("slow", null), new DeadlockException("two", null),
				new LockTimeoutException("long", null));
		return Stream.concat(client.stream(), client.stream().map(TitoExceptionTranslator::translate));
	}

	@Test
	void resistanceOfAnotherStoreIsAFailure() {
		assertThat(List.of(new CannotAcquireLockException("locked"), new QueryTimeoutException("slow"),
				new TransientDataAccessResourceException("away")))
			.allSatisfy((thrown) -> assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.FAILURE));
	}

	private RetryDecision decide(int before, Throwable thrown) {
		return this.policy.decide(before, FailureKind.of(thrown), thrown, 1000, 0);
	}

}
