package io.tito.embedded;

import java.util.Arrays;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.Wire.LATEST;
import static io.tito.embedded.Wire.delete;
import static io.tito.embedded.Wire.lock;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

class GetTests extends WireTestBase {

	@Test
	@DisplayName("1: an absent key is not found")
	void saysThatAnAbsentKeyIsNotFound() {
		GetResponse response = this.wire.get("k", 10);
		assertThat(response.getNotFound()).isTrue();
		assertThat(response.getValue().isEmpty()).isTrue();
	}

	@Test
	@DisplayName("2: a value is seen from its commit timestamp on")
	void seesAValueFromItsCommitOn() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.read("k", 19)).isEqualTo("-");
		assertThat(this.wire.read("k", 20)).isEqualTo("v");
		assertThat(this.wire.read("k", LATEST)).isEqualTo("v");
	}

	@Test
	@DisplayName("3: a lock hides from older reads and blocks newer ones")
	void blocksReadsAfterTheLock() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.read("k", 9)).isEqualTo("-");
		LockInfo lock = this.wire.get("k", 11).getError().getLocked();
		assertThat(lock.getLockVersion()).isEqualTo(10);
		assertThat(lock.getPrimaryLock()).isEqualTo(Wire.bytes("k"));
		assertThat(lock.getKey()).isEqualTo(Wire.bytes("k"));
		assertThat(lock.getLockTtl()).isEqualTo(Wire.TTL);
		assertThat(lock.getMinCommitTs()).isEqualTo(11);
		assertThat(lock.getLockType()).isEqualTo(Op.Put);
		assertThat(lock.getTxnSize()).isEqualTo(1);
	}

	@Test
	@DisplayName("4: a read below min_commit_ts passes the lock")
	void passesALockThatCommitsLater() {
		this.wire.send(this.wire.prewrite(10, put("k", "v")).setMinCommitTs(50));
		assertThat(this.wire.read("k", 40)).isEqualTo("-");
		assertThat(this.wire.read("k", 49)).isEqualTo("-");
		assertThat(this.wire.read("k", 50)).isEqualTo("locked");
	}

	@Test
	@DisplayName("5, 6: a read of the latest version passes the primary, not a secondary")
	void passesOnlyThePrimaryWhenReadingTheLatest() {
		this.wire.prewritten(10, put("k", "v"), put("s", "v"));
		assertThat(this.wire.read("k", LATEST)).isEqualTo("-");
		assertThat(this.wire.read("s", LATEST)).isEqualTo("locked");
	}

	@Test
	@DisplayName("7: not even the primary if it commits by its locks")
	void doesNotPassAnAsyncPrimary() {
		long start = this.wire.timestamp();
		this.wire.send(this.wire.prewrite(start, put("k", "v")).setUseAsyncCommit(true));
		assertThat(this.wire.read("k", LATEST)).isEqualTo("locked");
	}

	@Test
	@DisplayName("8: a lock that writes nothing blocks no read")
	void ignoresALockThatWritesNothing() {
		this.wire.committed(1, 2, put("k", "old"));
		this.wire.prewritten(10, lock("k"));
		assertThat(this.wire.read("k", 11)).isEqualTo("old");
	}

	@Test
	@DisplayName("10: a lock known to commit later is passed")
	void passesResolvedLocks() {
		this.wire.committed(1, 2, put("k", "old"));
		this.wire.prewritten(10, put("k", "new"));
		Context context = this.wire.context().toBuilder().addResolvedLocks(10).build();
		assertThat(Wire.text(this.wire.kv().kvGet(this.wire.reading("k", 20).setContext(context).build())))
			.isEqualTo("old");
	}

	@Test
	@DisplayName("11: a lock known to be committed is read through")
	void readsThroughCommittedLocks() {
		this.wire.committed(1, 2, put("k", "old"), put("d", "old"));
		this.wire.prewritten(10, put("k", "new"), delete("d"));
		Context context = this.wire.context().toBuilder().addCommittedLocks(10).build();
		assertThat(Wire.text(this.wire.kv().kvGet(this.wire.reading("k", 20).setContext(context).build())))
			.isEqualTo("new");
		assertThat(Wire.text(this.wire.kv().kvGet(this.wire.reading("d", 20).setContext(context).build())))
			.isEqualTo("-");
	}

	@Test
	@DisplayName("12: read committed ignores locks")
	void ignoresLocksWhenReadingCommitted() {
		this.wire.committed(1, 2, put("k", "old"));
		this.wire.prewritten(10, put("k", "new"));
		Context context = this.wire.context().toBuilder().setIsolationLevel(IsolationLevel.RC).build();
		assertThat(Wire.text(this.wire.kv().kvGet(this.wire.reading("k", 20).setContext(context).build())))
			.isEqualTo("old");
	}

	@Test
	@DisplayName("13: a checking read conflicts with locks and newer versions")
	void conflictsWhenACheckingReadMeetsSomethingNewer() {
		this.wire.prewritten(10, put("k", "new"));
		this.wire.committed(30, 40, put("n", "newer"));
		Context context = this.wire.context().toBuilder().setIsolationLevel(IsolationLevel.RCCheckTS).build();
		for (String key : new String[] { "k", "n" }) {
			GetResponse response = this.wire.kv().kvGet(this.wire.reading(key, 20).setContext(context).build());
			assertThat(response.getError().hasConflict()).isTrue();
			assertThat(response.getError().getRetryable()).contains("RcCheckTs");
		}
	}

	@Test
	@DisplayName("14, 15: a batch leaves out absent keys and names locked ones in their error")
	void readsABatchAroundLocks() {
		this.wire.committed(1, 2, put("b", "v"));
		this.wire.prewritten(10, put("c", "v"));
		BatchGetResponse response = this.wire.batchGet(20, "a", "b", "c");
		assertThat(response.getPairsList()).extracting(Wire::text).containsExactly("b=v", "locked:c");
		assertThat(this.wire.batchGet(20)).isEqualTo(BatchGetResponse.getDefaultInstance());
	}

	@Test
	@DisplayName("16: a deleted key is not found, older reads still see it")
	void hidesADeletedKeyFromNewReadsOnly() {
		this.wire.committed(1, 2, put("k", "v"));
		this.wire.committed(10, 20, delete("k"));
		assertThat(this.wire.read("k", 19)).isEqualTo("v");
		assertThat(this.wire.read("k", 20)).isEqualTo("-");
	}

	@ParameterizedTest
	@DisplayName("17: values of any size")
	@ValueSource(ints = { 0, 1, 255, 256, 1024 * 1024, 6 * 1024 * 1024 })
	void keepsValuesOfAnySize(int size) {
		ByteString value = ByteString.copyFrom(new byte[size]);
		this.wire.committed(1, 2, put("k", "").toBuilder().setValue(value).build());
		GetResponse response = this.wire.get("k", 5);
		assertThat(response.getNotFound()).isFalse();
		assertThat(response.getValue()).isEqualTo(value);
	}

	@ParameterizedTest
	@DisplayName("17: keys of any length")
	@ValueSource(ints = { 1, 7, 8, 9, 255 })
	void keepsKeysOfAnyBytes(int length) {
		for (byte filler : new byte[] { 0, 1, 0x7f, (byte) 0x80, (byte) 0xff }) {
			byte[] key = new byte[length];
			Arrays.fill(key, filler);
			this.wire.committed(1, 2, put("", "v" + filler).toBuilder().setKey(ByteString.copyFrom(key)).build());
			GetResponse response = this.wire.kv()
				.kvGet(this.wire.reading("", 5).setKey(ByteString.copyFrom(key)).build());
			assertThat(Wire.text(response)).isEqualTo("v" + filler);
		}
	}

	@Test
	@DisplayName("0.3: a timestamp that the oracle cannot have given is refused")
	void refusesATimestampFromTheFuture() {
		GetResponse response = this.wire.get("k", this.wire.timestamp() + Wire.ms(120_000));
		assertThat(response.getRegionError().getMessage()).contains("invalid max_ts update");
		assertThat(this.wire.get("k", this.wire.timestamp() + Wire.ms(1_000)).hasRegionError()).isFalse();
	}

}
