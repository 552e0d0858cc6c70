package io.tito.log;

import java.util.HexFormat;

import io.tito.annotation.StartPosition;
import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The stored form of what readers keep: it must stay as it is.
 */
class GroupRecordsTests {

	private static final Key ROW = Key.of("row");

	@Test
	void stateKeepsItsForm() {
		GroupState state = new GroupState("a@1", 7, 2, new Position("000000000000005:"), new Timestamp(9), 3,
				new Suspect(new Position("6:a"), 4, true));
		assertThat(hex(state.encode())).isEqualTo("01" + "00000003614031" + "0000000000000007" + "00000002" + "00000010"
				+ "3030303030303030303030303030353a" + "0000000000000009" + "0000000000000003" + "00000003363a61"
				+ "00000004" + "00000001");
		assertThat(GroupState.decode(ROW, state.encode())).isEqualTo(state);
	}

	@Test
	void registrationKeepsItsForm() {
		Registration registration = new Registration(StartPosition.LATEST, new Timestamp(9));
		assertThat(hex(registration.encode())).isEqualTo("01" + "00000002" + "0000000000000009");
		assertThat(Registration.decode(ROW, registration.encode())).isEqualTo(registration);
		Registration paused = registration.asPaused(true);
		assertThat(hex(paused.encode())).isEqualTo("01" + "0000000a" + "0000000000000009");
		assertThat(Registration.decode(ROW, paused.encode())).isEqualTo(paused);
		assertThat(paused.asPaused(false)).isEqualTo(registration);
	}

	@Test
	void laneKeepsItsForm() {
		Lane lane = new Lane(Position.START, 2, 1, 5, "no");
		assertThat(hex(lane.encode())).isEqualTo("01" + "00000000" + "0000000000000002" + "00000001"
				+ "0000000000000005" + "000000026e6f" + "0000000000000000");
		assertThat(Lane.decode(ROW, lane.encode())).isEqualTo(lane);
	}

	@Test
	void refusesDamagedRowsAndOtherFormats() {
		byte[] state = new GroupState("a@1", 7, 2, Position.START, new Timestamp(9), 3).encode();
		byte[] damaged = java.util.Arrays.copyOf(state, state.length - 1);
		assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> GroupState.decode(ROW, damaged))
			.withMessageContaining("damaged");
		state[0] = 3;
		assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> GroupState.decode(ROW, state))
			.withMessageContaining("newer version");
	}

	@Test
	void onlyTheLossOfAnotherOwnerIsUnclean() {
		GroupState owned = new GroupState("a@1", 7, 0, Position.START, new Timestamp(9), 0);
		assertThat(owned.takenBy("b@1").unclean()).isEqualTo(1);
		assertThat(owned.takenBy("a@1").unclean()).isZero();
		assertThat(owned.released(Position.START, new Timestamp(9)).takenBy("b@1").unclean()).isZero();
		assertThat(owned.takenBy("b@1").epoch()).isEqualTo(8);
	}

	@Test
	void onlyTheLossOfAnOwnerWithAnEventInHandCountsAgainstTheEvent() {
		Position event = new Position("000000000000001:a");
		GroupState first = new GroupState("a@1", 7, 0, Position.START, new Timestamp(9), 0).takenBy("b@1");
		assertThat(first.suspect().losses(event)).isZero();
		GroupState inHand = first.takenInHand(event);
		assertThat(inHand.suspect().losses(event)).isEqualTo(1);
		assertThat(inHand.suspect().losses(Position.START)).isZero();
		GroupState second = inHand.takenBy("c@1");
		assertThat(second.suspect().losses(event)).isEqualTo(2);
		assertThat(second.takenBy("d@1").takenBy("e@1").suspect().losses(event)).isEqualTo(2);
		assertThat(inHand.takenBy("b@1").takenBy("c@1").suspect().losses(event)).isEqualTo(1);
		assertThat(second.takenInHand(event).acknowledged(event, new Timestamp(9)).suspect()).isEqualTo(Suspect.NONE);
	}

	@Test
	void attemptsBelongToTheHeadTheyWereSpentOn() {
		Position first = new Position("000000000000001:a");
		Position second = new Position("000000000000002:b");
		Lane lane = new Lane(second, 1, 4, 5, "no");
		assertThat(lane.attempts(second)).isEqualTo(4);
		assertThat(lane.with(first).attempts(first)).isZero();
		assertThat(new Lane(first, 1, 4, 5, "no").with(second).attempts(first)).isEqualTo(4);
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
