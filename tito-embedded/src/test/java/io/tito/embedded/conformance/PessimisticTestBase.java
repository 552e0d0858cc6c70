package io.tito.embedded.conformance;

import io.tito.embedded.wire.Notation;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of pessimistic transactions.
 */
abstract class PessimisticTestBase extends ConformanceTestBase {

	static final long NO_WAIT = -1;

	PessimisticLockRequest.Builder locking(long start, long forUpdate, String... keys) {
		PessimisticLockRequest.Builder request = PessimisticLockRequest.newBuilder()
			.setContext(this.wire.context())
			.setStartVersion(this.wire.at(start))
			.setForUpdateTs(this.wire.at(forUpdate))
			.setPrimaryLock(this.wire.key(keys[0]))
			.setLockTtl(Notation.TTL)
			.setWaitTimeout(NO_WAIT);
		for (String key : keys) {
			request.addMutations(Mutation.newBuilder().setOp(Op.PessimisticLock).setKey(this.wire.key(key)));
		}
		return request;
	}

	PessimisticLockResponse send(PessimisticLockRequest.Builder request) {
		return this.wire.kv().kvPessimisticLock(request.build());
	}

	KeyError error(PessimisticLockRequest.Builder request) {
		PessimisticLockResponse response = send(request);
		assertThat(response.getErrorsList()).hasSize(1);
		return response.getErrors(0);
	}

	void locked(long start, long forUpdate, String... keys) {
		assertThat(send(locking(start, forUpdate, keys)).getErrorsList()).isEmpty();
	}

	PrewriteRequest.Builder prewriting(long start, long forUpdate, boolean lockExpected, Mutation... mutations) {
		PrewriteRequest.Builder request = this.wire.prewrite(start, mutations).setForUpdateTs(this.wire.at(forUpdate));
		for (int i = 0; i < mutations.length; i++) {
			request.addIsPessimisticLock(lockExpected);
		}
		return request;
	}

}
