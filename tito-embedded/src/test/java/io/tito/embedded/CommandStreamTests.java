package io.tito.embedded;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import io.tito.embedded.fault.FaultAction;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.GCRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Tikvpb.BatchCommandsEmptyRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CommandStreamTests extends WireTestBase {

	private static final Duration SOON = Duration.ofSeconds(20);

	private Request get(String key, long at) {
		return Request.newBuilder().setGet(this.wire.reading(key, at)).build();
	}

	private Request onePhase(long start, String key) {
		return Request.newBuilder().setPrewrite(this.wire.onePhase(start, put(key, "v"))).build();
	}

	private static void assertBroken(Commands commands, Status.Code code) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(commands::awaitEnd)
			.withCauseInstanceOf(StatusRuntimeException.class)
			.matches((ex) -> Status.fromThrowable(ex).getCode() == code);
	}

	@Test
	void answersEveryCommandByItsId() {
		long start = this.wire.timestamp();
		Commands commands = new Commands(this.wire.channel());
		commands.send(7, onePhase(start, "k"),
				Request.newBuilder().setEmpty(BatchCommandsEmptyRequest.newBuilder().setTestId(42)).build());
		assertThat(commands.answer(7).getPrewrite().getOnePcCommitTs()).isGreaterThan(start);
		assertThat(commands.answer(8).getEmpty().getTestId()).isEqualTo(42);
		commands.send(9, get("k", Wire.LATEST));
		assertThat(Wire.text(commands.answer(9).getGet())).isEqualTo("v");
		commands.halfClose();
		commands.awaitEnd();
	}

	@Test
	void runsTheCommandsOfAMessageInOrder() {
		long start = this.wire.timestamp();
		Commands commands = new Commands(this.wire.channel());
		commands.send(1, get("k", Wire.LATEST), onePhase(start, "k"), get("k", Wire.LATEST));
		assertThat(Wire.text(commands.answer(1).getGet())).isEqualTo("-");
		assertThat(Wire.text(commands.answer(3).getGet())).isEqualTo("v");
	}

	@Test
	void findsTheActionsOfPessimisticPrewrites() {
		this.wire.committed(11, 20, put("k", "v"));
		Commands commands = new Commands(this.wire.channel());
		commands.send(1, get("k", 20), prewrite(Wire.field(7, 2)), prewrite(packed(2)), prewrite(Wire.field(7, 0)));
		assertThat(Wire.reason(commands.answer(2).getPrewrite().getErrors(0))).isEqualTo(5);
		assertThat(Wire.reason(commands.answer(3).getPrewrite().getErrors(0))).isEqualTo(5);
		assertThat(commands.answer(4).getPrewrite().getErrorsList()).isEmpty();
	}

	private Request prewrite(UnknownFieldSet actions) {
		return Request.newBuilder()
			.setPrewrite(this.wire.prewrite(10, put("k", "x")).setForUpdateTs(25).setUnknownFields(actions))
			.build();
	}

	private static UnknownFieldSet packed(int... actions) {
		UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
		ByteString.Output content = ByteString.newOutput();
		for (int action : actions) {
			content.write(action);
		}
		return UnknownFieldSet.newBuilder()
			.addField(7, field.addLengthDelimited(content.toByteString()).build())
			.build();
	}

	@Test
	void countsCommandsAsTheirRpc() {
		Commands commands = new Commands(this.wire.channel());
		commands.send(1, get("a", 1), get("b", 1));
		commands.answer(2);
		assertThat(this.tikv.faults().requests()).containsEntry("KvGet", 2L).containsEntry("BatchCommands", 1L);
	}

	@Test
	void answersTheOthersWhileOneIsHeld() {
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.tikv.faults().onNext("KvPrewrite", hold);
		Commands commands = new Commands(this.wire.channel());
		commands.send(1, onePhase(this.wire.timestamp(), "k"), get("k", Wire.LATEST));
		hold.awaitArrival(SOON);
		assertThat(Wire.text(commands.answer(2).getGet())).isEqualTo("-");
		assertThat(commands.isAnswered(1)).isFalse();
		commands.halfClose();
		hold.release();
		assertThat(commands.answer(1).getPrewrite().getOnePcCommitTs()).isPositive();
		commands.awaitEnd();
	}

	@Test
	void breaksTheStreamIfAnAnswerIsLost() {
		this.tikv.faults().onNext("KvPrewrite", FaultAction.dropAfter());
		Commands commands = new Commands(this.wire.channel());
		commands.send(1, onePhase(this.wire.timestamp(), "k"), get("k", Wire.LATEST));
		assertBroken(commands, Status.Code.UNAVAILABLE);
		assertThat(Wire.text(commands.answer(2).getGet())).isEqualTo("v");
		assertThat(commands.isAnswered(1)).isFalse();
	}

	@Test
	void breaksTheStreamOnACommandThatItDoesNotServe() {
		Commands commands = new Commands(this.wire.channel());
		commands.send(1, Request.newBuilder().setGC(GCRequest.getDefaultInstance()).build());
		assertBroken(commands, Status.Code.UNIMPLEMENTED);
	}

	@Test
	void servesTheSameInsideTheJvm() {
		long start = this.wire.timestamp();
		ManagedChannel channel = this.tikv.localChannel();
		try {
			Commands commands = new Commands(channel);
			commands.send(1, onePhase(start, "k"));
			assertThat(commands.answer(1).getPrewrite().getOnePcCommitTs()).isGreaterThan(start);
			GetResponse seen = this.wire.get("k", Wire.LATEST);
			assertThat(Wire.text(seen)).isEqualTo("v");
		}
		finally {
			channel.shutdownNow();
		}
	}

}
