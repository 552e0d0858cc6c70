package io.tito.autoconfigure.cluster;

import io.tito.key.Namespace;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceNameTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "shop");

	@Test
	void webServerKeepsItsNameOverRestarts() {
		String name = InstanceName.of(this.environment, true);
		assertThat(name).startsWith("shop-").endsWith("-8080").isEqualTo(InstanceName.of(this.environment, true));
	}

	@Test
	void serversOnOneHostDifferByPort() {
		String name = InstanceName.of(this.environment, true);
		this.environment.setProperty("server.port", "8081");
		assertThat(InstanceName.of(this.environment, true)).endsWith("-8081").isNotEqualTo(name);
	}

	@Test
	void processesWithoutFixedPortDoNotShareAName() {
		assertThat(InstanceName.of(this.environment, false)).isNotEqualTo(InstanceName.of(this.environment, false));
		this.environment.setProperty("server.port", "0");
		assertThat(InstanceName.of(this.environment, true)).isNotEqualTo(InstanceName.of(this.environment, true));
	}

	@Test
	void anyNameBecomesPartOfAKey() {
		String name = InstanceName.of("Über Shop: ünd " + "a".repeat(80), "h".repeat(63) + ".example.org", "65535");
		assertThat(Namespace.checkName("instance", name)).endsWith("-65535").hasSizeLessThanOrEqualTo(64);
	}

	@Test
	void longNamesThatBeginAlikeStayApart() {
		String host = "h".repeat(60);
		assertThat(InstanceName.of("shop", host + "1", "8080"))
			.isNotEqualTo(InstanceName.of("shop", host + "2", "8080"));
	}

}
