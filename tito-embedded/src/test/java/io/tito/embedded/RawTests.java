package io.tito.embedded;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.RawCASRequest;
import org.tikv.kvproto.Kvrpcpb.RawCASResponse;
import org.tikv.kvproto.Kvrpcpb.RawScanRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Raw keys.
 */
class RawTests extends WireTestBase {

	private static KvPair pair(String key, String value) {
		return KvPair.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build();
	}

	private void put(String... keys) {
		assertThat(this.wire.kv()
			.rawBatchPut(Kvrpcpb.RawBatchPutRequest.newBuilder()
				.setContext(this.wire.context())
				.addAllPairs(Arrays.stream(keys).map((key) -> pair(key, "v" + key)).toList())
				.build())
			.getError()).isEmpty();
	}

	private String get(String key) {
		Kvrpcpb.RawGetResponse response = this.wire.kv()
			.rawGet(Kvrpcpb.RawGetRequest.newBuilder().setContext(this.wire.context()).setKey(bytes(key)).build());
		return response.getNotFound() ? "-" : response.getValue().toStringUtf8();
	}

	private List<String> scan(RawScanRequest.Builder request) {
		return this.wire.kv()
			.rawScan(request.setContext(this.wire.context()).build())
			.getKvsList()
			.stream()
			.map((pair) -> pair.getKey().toStringUtf8() + "=" + pair.getValue().toStringUtf8())
			.toList();
	}

	private static RawScanRequest.Builder scanning(String start, String end) {
		return RawScanRequest.newBuilder().setStartKey(bytes(start)).setEndKey(bytes(end)).setLimit(100);
	}

	@Test
	void putsGetsAndDeletes() {
		this.wire.kv()
			.rawPut(Kvrpcpb.RawPutRequest.newBuilder()
				.setContext(this.wire.context())
				.setKey(bytes("a"))
				.setValue(bytes("1"))
				.build());
		assertThat(get("a")).isEqualTo("1");
		this.wire.kv()
			.rawDelete(
					Kvrpcpb.RawDeleteRequest.newBuilder().setContext(this.wire.context()).setKey(bytes("a")).build());
		assertThat(get("a")).isEqualTo("-");
	}

	@Test
	void worksOnManyKeysAtOnce() {
		put("a", "b", "c");
		assertThat(this.wire.kv()
			.rawBatchGet(Kvrpcpb.RawBatchGetRequest.newBuilder()
				.setContext(this.wire.context())
				.addAllKeys(bytes("a", "x", "c"))
				.build())
			.getPairsList()).containsExactly(pair("a", "va"), pair("c", "vc"));
		this.wire.kv()
			.rawBatchDelete(Kvrpcpb.RawBatchDeleteRequest.newBuilder()
				.setContext(this.wire.context())
				.addAllKeys(bytes("a", "b"))
				.build());
		assertThat(scan(scanning("", ""))).containsExactly("c=vc");
	}

	@Test
	void scansBothWays() {
		put("a", "b", "c", "d");
		assertThat(scan(scanning("b", "d"))).containsExactly("b=vb", "c=vc");
		assertThat(scan(scanning("d", "a").setReverse(true))).containsExactly("c=vc", "b=vb", "a=va");
		assertThat(scan(scanning("", "").setLimit(2).setKeyOnly(true))).containsExactly("a=", "b=");
		assertThat(scan(scanning("", "").setLimit(0))).isEmpty();
		Kvrpcpb.RawBatchScanRequest ranges = Kvrpcpb.RawBatchScanRequest.newBuilder()
			.setContext(this.wire.context())
			.addRanges(Kvrpcpb.KeyRange.newBuilder().setStartKey(bytes("a")).setEndKey(bytes("b")))
			.addRanges(Kvrpcpb.KeyRange.newBuilder().setStartKey(bytes("c")))
			.setEachLimit(1)
			.build();
		assertThat(this.wire.kv().rawBatchScan(ranges).getKvsList()).extracting(KvPair::getKey)
			.containsExactly(bytes("a"), bytes("c"));
	}

	@Test
	void deletesARange() {
		put("a", "b", "c");
		this.wire.kv()
			.rawDeleteRange(Kvrpcpb.RawDeleteRangeRequest.newBuilder()
				.setContext(this.wire.context())
				.setStartKey(bytes("a"))
				.setEndKey(bytes("c"))
				.build());
		assertThat(scan(scanning("", ""))).containsExactly("c=vc");
	}

	private RawCASResponse swap(RawCASRequest.Builder request) {
		return this.wire.kv().rawCompareAndSwap(request.setContext(this.wire.context()).setKey(bytes("a")).build());
	}

	@Test
	void comparesAndSwaps() {
		RawCASRequest.Builder first = RawCASRequest.newBuilder().setPreviousNotExist(true).setValue(bytes("1"));
		assertThat(swap(first))
			.isEqualTo(RawCASResponse.newBuilder().setSucceed(true).setPreviousNotExist(true).build());
		assertThat(swap(first)).isEqualTo(RawCASResponse.newBuilder().setPreviousValue(bytes("1")).build());
		RawCASRequest.Builder second = RawCASRequest.newBuilder().setPreviousValue(bytes("1")).setValue(bytes("2"));
		assertThat(swap(second).getSucceed()).isTrue();
		assertThat(swap(second).getPreviousValue()).isEqualTo(bytes("2"));
		assertThat(get("a")).isEqualTo("2");
	}

	@Test
	void refusesWhatItDoesNotHave() {
		Kvrpcpb.RawPutRequest.Builder put = Kvrpcpb.RawPutRequest.newBuilder()
			.setContext(this.wire.context())
			.setKey(bytes("a"))
			.setValue(bytes("1"));
		assertThat(this.wire.kv().rawPut(put.clone().setCf("nonsense").build()).getError()).contains("InvalidCf");
		assertThat(this.wire.kv().rawPut(put.clone().setTtl(1).build()).getError()).contains("TtlNotEnabled");
		assertThat(get("a")).isEqualTo("-");
	}

	@Test
	@DisplayName("raw keys are compared with the encoded bounds of regions")
	void keepsToTheRegion() {
		put("a", "m", "z");
		this.tikv.regions().split(bytes("m").toByteArray());
		this.wire.to("a");
		assertThat(scan(scanning("", ""))).containsExactly("a=va", "m=vm");
		assertThat(this.wire.kv()
			.rawGet(Kvrpcpb.RawGetRequest.newBuilder().setContext(this.wire.context()).setKey(bytes("z")).build())
			.getRegionError()
			.hasKeyNotInRegion()).isTrue();
	}

	@Test
	void keepsRawKeysApartFromTransactions() {
		put("a");
		this.wire.committed(10, 20, Wire.put("a", "txn"));
		assertThat(get("a")).isEqualTo("va");
		assertThat(this.wire.read("a", 30)).isEqualTo("txn");
	}

	@Test
	void runsInACommandStream() {
		Commands commands = new Commands(this.wire.channel());
		commands.send(1,
				Request.newBuilder()
					.setRawPut(Kvrpcpb.RawPutRequest.newBuilder()
						.setContext(this.wire.context())
						.setKey(bytes("a"))
						.setValue(bytes("1")))
					.build(),
				Request.newBuilder().setRawScan(scanning("", "").setContext(this.wire.context())).build(),
				Request.newBuilder()
					.setRawGet(Kvrpcpb.RawGetRequest.newBuilder().setContext(this.wire.context()).setKey(bytes("a")))
					.build());
		assertThat(commands.answer(1).getRawPut().getError()).isEmpty();
		assertThat(commands.answer(2).getRawScan().getKvsList()).containsExactly(pair("a", "1"));
		assertThat(commands.answer(3).getRawGet().getValue()).isEqualTo(ByteString.copyFromUtf8("1"));
		commands.halfClose();
		commands.awaitEnd();
	}

}
