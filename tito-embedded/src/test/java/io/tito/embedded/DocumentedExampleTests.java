package io.tito.embedded;

import io.tito.embedded.fault.FaultAction;
import org.junit.jupiter.api.Test;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The example of docs/embedded-server.md.
 */
class DocumentedExampleTests {

	@Test
	void doesToAServerWhatTheDocumentationSays() {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().stores(3).start()) {
			tikv.regions().split("m".getBytes(UTF_8));
			tikv.regions().transferLeader("m".getBytes(UTF_8), 2);
			tikv.faults().onNext("KvCommit", FaultAction.dropAfter());
			try (Wire wire = new Wire(tikv.address())) {
				assertThat(wire.to("m").context().getPeer().getStoreId()).isEqualTo(2);
				wire.prewritten(10, Wire.put("m", "v"));
				assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> wire.commit(10, 20, "m"))
					.matches((ex) -> ex.getStatus().getCode() == Status.Code.UNAVAILABLE);
			}
			tikv.restart();
			try (Wire wire = new Wire(tikv.address())) {
				wire.to("m");
				assertThat(wire.read("m", 20)).isEqualTo("v");
			}
		}
	}

}
