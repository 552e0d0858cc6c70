package io.tito.sample.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StartTests {

	/** For whoever hangs: how long a JVM takes to start is the machine's affair. */
	private static final Duration REPORT = Duration.ofSeconds(60);

	@Test
	void joinsAServerThatRunsAlone() throws IOException {
		try (EmbeddedServer server = EmbeddedServer.start();
				Instance first = Instance.start("first", Ports.free(), server);
				Instance second = Instance.start("second", Ports.free(), server)) {
			first.awaitReady();
			second.awaitReady();
			String id = first.client().order("ann", "R-1", 1).text("id");
			assertThat(second.client().get("/orders/" + id).status()).isEqualTo(200);
			await().until(() -> second.client().get("/shipments?order=" + id).json().get("items").size() == 1);
			assertThat(second.client().order("bob", "R-1", 1).status()).isEqualTo(409);
		}
	}

	@Test
	void reportsAnAddressWhereNobodyListens() {
		assertReported("127.0.0.1:" + Ports.free(), "Check the addresses");
	}

	@Test
	void reportsAnAddressThatNeverAnswers() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertReported("127.0.0.1:" + silent.getLocalPort(), "did not answer within 4000 ms");
		}
	}

	private static void assertReported(String address, String reason) {
		try (JavaProcess process = JavaProcess.start("wrong-address", Program.sample(),
				"--tito.tikv.pd-addresses=" + address, "--server.port=" + Ports.free())) {
			assertThat(process.awaitExit(REPORT)).isEqualTo(1);
			assertThat(process.output()).contains("APPLICATION FAILED TO START", "Action:", address,
					"tito.tikv.pd-addresses", reason);
		}
	}

}
