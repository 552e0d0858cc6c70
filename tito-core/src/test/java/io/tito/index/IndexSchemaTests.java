package io.tito.index;

import java.util.List;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IndexSchemaTests {

	private static final Timestamp NOW = Timestamp.of(1_000, 3);

	private static final IndexDeclaration A = declaration("a");

	private static final IndexDeclaration B = declaration("b");

	private final IndexSchema schema = new IndexSchema(List.of("v1"),
			List.of(IndexState.of(A, IndexPhase.READY, Timestamp.of(1, 0))));

	@Test
	void readsBackWhatItWrote() {
		IndexSchema written = new IndexSchema(List.of("v1", "v2"),
				List.of(IndexState.of(A, IndexPhase.BUILDING, NOW).counted(50).filled(Key.of("row"), 20).blocked("why"),
						IndexState.of(B, IndexPhase.DROPPING, NOW)));
		assertThat(IndexSchema.decode("e", written.encode())).isEqualTo(written);
	}

	@Test
	void refusesBytesOfAnotherFormatAndDamagedOnes() {
		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> IndexSchema.decode("e", new byte[] { 9 }))
			.withMessage("The states of the indexes of 'e' have the format 9; this version reads format 1");
		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> IndexSchema.decode("e", new byte[] { 1, 0 }))
			.withMessage("The states of the indexes of 'e' are damaged");
	}

	@Test
	void buildsWhatIsNewAndDropsWhatIsGone() {
		IndexSchema next = this.schema.adopt("v2", List.of(B), NOW);
		assertThat(next.current()).isEqualTo("v2");
		assertThat(next.state(B.storedName())).extracting(IndexState::phase, IndexState::since)
			.containsExactly(IndexPhase.BUILDING, NOW);
		assertThat(next.state(A.storedName())).extracting(IndexState::phase, IndexState::since)
			.containsExactly(IndexPhase.DROPPING, NOW);
	}

	@Test
	void keepsWhatIsInForceAndBuildsAnewWhatWasBeingDropped() {
		IndexSchema both = this.schema.adopt("v2", List.of(A, B), NOW);
		assertThat(both.state(A.storedName())).extracting(IndexState::phase).isEqualTo(IndexPhase.READY);
		IndexSchema back = this.schema.adopt("v2", List.of(B), NOW).adopt("v1", List.of(A), NOW.next());
		assertThat(back.state(A.storedName())).extracting(IndexState::phase, IndexState::since)
			.containsExactly(IndexPhase.BUILDING, NOW.next());
	}

	@Test
	void knowsWhichVersionsAreOutdated() {
		IndexSchema next = this.schema.adopt("v2", List.of(B), NOW);
		assertThat(next.isOutdated("v1")).isTrue();
		assertThat(next.isOutdated("v2")).isFalse();
		assertThat(next.isOutdated("v3")).as("not seen before").isFalse();
		assertThat(next.adopt("v1", List.of(A), NOW).isOutdated("v1")).isFalse();
		assertThat(next.adopt("v1", List.of(A), NOW).isOutdated("v2")).isTrue();
	}

	@Test
	void remembersABoundedNumberOfVersions() {
		IndexSchema many = this.schema;
		for (int i = 2; i < 200; i++) {
			many = many.adopt("v" + i, List.of(A), NOW);
		}
		assertThat(many.versions()).hasSize(50).endsWith("v199");
	}

	private static IndexDeclaration declaration(String name) {
		return new IndexDeclaration(name, "0000000" + name, List.of("x", "y.z"), List.of(true, false), true, false,
				"x > 1", "", 3);
	}

}
