package io.tito.benchmark.peer.run;

import io.tito.benchmark.peer.measure.Scale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void lastValueOfAnOptionCounts() {
		Options options = new Options("--peers=tito,modulith", "--scale=budget", "--peers=tito");

		assertThat(options.peers()).containsExactly("tito");
		assertThat(options.scale()).isEqualTo(Scale.BUDGET);
		assertThat(options.works()).containsExactly("W1", "W2", "W3", "W4", "W5");
	}

	@Test
	void unknownOptionNamesThoseThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Options("--quick=true"))
			.withMessageContaining("--quick=true")
			.withMessageContaining("--scale");
		assertThatIllegalArgumentException().isThrownBy(() -> new Options("--scale=huge").scale())
			.withMessageContaining("budget");
	}

}
