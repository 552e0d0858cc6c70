package io.tito.embedded.conformance;

import java.util.Arrays;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.wire.Notation.LATEST;
import static io.tito.embedded.wire.Notation.delete;
import static io.tito.embedded.wire.Notation.lock;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

class GetTests extends ConformanceTestBase {

	@Scenario(1)
	void saysThatAnAbsentKeyIsNotFound() {
		GetResponse response = this.wire.get("k", 10);
		assertThat(response.getNotFound()).isTrue();
		assertThat(response.getValue().isEmpty()).isTrue();
	}

	@Scenario(2)
	void seesAValueFromItsCommitOn() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.read("k", 19)).isEqualTo("-");
		assertThat(this.wire.read("k", 20)).isEqualTo("v");
		assertThat(this.wire.read("k", LATEST)).isEqualTo("v");
	}

	@Scenario(3)
	void blocksReadsAfterTheLock() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.read("k", 9)).isEqualTo("-");
		LockInfo lock = this.wire.get("k", 11).getError().getLocked();
		assertThat(this.wire.since(lock.getLockVersion())).isEqualTo(10);
		assertThat(lock.getPrimaryLock()).isEqualTo(this.wire.key("k"));
		assertThat(lock.getKey()).isEqualTo(this.wire.key("k"));
		assertThat(lock.getLockTtl()).isEqualTo(Notation.TTL);
		assertThat(this.wire.since(lock.getMinCommitTs())).isEqualTo(11);
		assertThat(lock.getLockType()).isEqualTo(Op.Put);
		assertThat(lock.getTxnSize()).isEqualTo(1);
	}

	@Scenario(4)
	void passesALockThatCommitsLater() {
		this.wire.send(this.wire.prewrite(10, put("k", "v")).setMinCommitTs(this.wire.at(50)));
		assertThat(this.wire.read("k", 40)).isEqualTo("-");
		assertThat(this.wire.read("k", 49)).isEqualTo("-");
		assertThat(this.wire.read("k", 50)).isEqualTo("locked");
	}

	@Scenario({ 5, 6 })
	void passesOnlyThePrimaryWhenReadingTheLatest() {
		this.wire.prewritten(10, put("k", "v"), put("s", "v"));
		assertThat(this.wire.read("k", LATEST)).isEqualTo("-");
		assertThat(this.wire.read("s", LATEST)).isEqualTo("locked");
	}

	@Scenario(7)
	void doesNotPassAnAsyncPrimary() {
		long start = this.wire.timestamp();
		this.wire.send(this.wire.prewrite(start, put("k", "v")).setUseAsyncCommit(true));
		assertThat(this.wire.read("k", LATEST)).isEqualTo("locked");
	}

	@Scenario(8)
	void ignoresALockThatWritesNothing() {
		this.wire.committed(1, 2, put("k", "old"));
		this.wire.prewritten(10, lock("k"));
		assertThat(this.wire.read("k", 11)).isEqualTo("old");
	}

	@Scenario(10)
	void passesResolvedLocks() {
		this.wire.committed(1, 2, put("k", "old"));
		this.wire.prewritten(10, put("k", "new"));
		Context context = this.wire.context().toBuilder().addResolvedLocks(this.wire.at(10)).build();
		assertThat(Notation.text(this.wire.kv().kvGet(this.wire.reading("k", 20).setContext(context).build())))
			.isEqualTo("old");
	}

	@Scenario(11)
	void readsThroughCommittedLocks() {
		this.wire.committed(1, 2, put("k", "old"), put("d", "old"));
		this.wire.prewritten(10, put("k", "new"), delete("d"));
		Context context = this.wire.context().toBuilder().addCommittedLocks(this.wire.at(10)).build();
		assertThat(Notation.text(this.wire.kv().kvGet(this.wire.reading("k", 20).setContext(context).build())))
			.isEqualTo("new");
		assertThat(Notation.text(this.wire.kv().kvGet(this.wire.reading("d", 20).setContext(context).build())))
			.isEqualTo("-");
	}

	@Scenario(12)
	void ignoresLocksWhenReadingCommitted() {
		this.wire.committed(1, 2, put("k", "old"));
		this.wire.prewritten(10, put("k", "new"));
		Context context = this.wire.context().toBuilder().setIsolationLevel(IsolationLevel.RC).build();
		assertThat(Notation.text(this.wire.kv().kvGet(this.wire.reading("k", 20).setContext(context).build())))
			.isEqualTo("old");
	}

	@Scenario(13)
	void conflictsWhenACheckingReadMeetsSomethingNewer() {
		this.wire.prewritten(10, put("k", "new"));
		this.wire.committed(30, 40, put("n", "newer"));
		Context context = this.wire.context().toBuilder().setIsolationLevel(IsolationLevel.RCCheckTS).build();
		for (String key : new String[] { "k", "n" }) {
			GetResponse response = this.wire.kv().kvGet(this.wire.reading(key, 20).setContext(context).build());
			assertThat(response.getError().hasConflict()).isTrue();
			assertThat(Notation.reason(response.getError())).isEqualTo(4);
		}
	}

	@Scenario({ 14, 15 })
	void readsABatchAroundLocks() {
		this.wire.committed(1, 2, put("b", "v"));
		this.wire.prewritten(10, put("c", "v"));
		BatchGetResponse response = this.wire.batchGet(20, "a", "b", "c");
		assertThat(response.getPairsList()).extracting(this.wire::row).containsExactly("b=v", "locked:c");
		assertThat(this.wire.batchGet(20)).isEqualTo(BatchGetResponse.getDefaultInstance());
	}

	@Scenario(16)
	void hidesADeletedKeyFromNewReadsOnly() {
		this.wire.committed(1, 2, put("k", "v"));
		this.wire.committed(10, 20, delete("k"));
		assertThat(this.wire.read("k", 19)).isEqualTo("v");
		assertThat(this.wire.read("k", 20)).isEqualTo("-");
	}

	@Scenario(17)
	void keepsValuesOfAnySize() {
		for (int size : new int[] { 1, 255, 256, 1024 * 1024, 6 * 1024 * 1024 }) {
			ByteString value = ByteString.copyFrom(new byte[size]);
			this.wire.committed(1, 2, put("k" + size, "").toBuilder().setValue(value).build());
			GetResponse response = this.wire.get("k" + size, 5);
			assertThat(response.getNotFound()).isFalse();
			assertThat(response.getValue()).isEqualTo(value);
		}
	}

	@Scenario(17)
	void keepsKeysOfAnyBytes() {
		for (int length : new int[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 255 }) {
			for (byte filler : new byte[] { 0, 1, 0x7f, (byte) 0x80, (byte) 0xff }) {
				byte[] bytes = new byte[length];
				Arrays.fill(bytes, filler);
				ByteString key = ByteString.copyFrom(bytes);
				this.wire.committed(1, 2, put("", "v" + filler).toBuilder().setKey(key).build());
				GetResponse response = this.wire.kv()
					.kvGet(this.wire.reading("", 5).setKey(this.wire.key("").concat(key)).build());
				assertThat(Notation.text(response)).isEqualTo("v" + filler);
			}
		}
	}

	// clients agree not to write empty values, because some of them cannot read them
	@Test
	void keepsEmptyValues() {
		this.wire.committed(1, 2, put("k", ""));
		assertThat(this.wire.get("k", 5).getNotFound()).isFalse();
	}

}
