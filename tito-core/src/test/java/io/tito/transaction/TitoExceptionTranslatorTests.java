package io.tito.transaction;

import java.util.stream.Stream;

import io.tito.client.ClientClosedException;
import io.tito.client.ClientTimeoutException;
import io.tito.client.CorruptedDataException;
import io.tito.client.DeadlockException;
import io.tito.client.LimitExceededException;
import io.tito.client.LockTimeoutException;
import io.tito.client.SnapshotTooOldException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TitoExceptionTranslatorTests {

	static Stream<Arguments> errors() {
		return Stream.of(
				arguments(new StoreUnavailableException("why", null), TransientDataAccessResourceException.class),
				arguments(new ClientTimeoutException("why", null), QueryTimeoutException.class),
				arguments(new SnapshotTooOldException("why", null), QueryTimeoutException.class),
				arguments(new DeadlockException("why", null), CannotAcquireLockException.class),
				arguments(new LockTimeoutException("why", null), CannotAcquireLockException.class),
				arguments(new LimitExceededException("why", null), DataIntegrityViolationException.class),
				arguments(new CorruptedDataException("why", null), DataRetrievalFailureException.class),
				arguments(new ClientClosedException("why", null), NonTransientDataAccessResourceException.class));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void translatesEachErrorAndKeepsMessageAndCause(TitoClientException error, Class<?> expected) {
		assertThat(TitoExceptionTranslator.translate(error)).isExactlyInstanceOf(expected)
			.hasMessage("why")
			.hasCause(error);
	}

}
