package io.tito.test;

import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.embedded.EmbeddedTikv;
import io.tito.test.app.Notes;
import io.tito.test.app.NotesApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@DataTitoTest
@DirtiesContext
@ContextConfiguration(classes = NotesApplication.class)
class AddressesOfTheTestTests {

	private static final EmbeddedTikv server = EmbeddedTikv.builder().start();

	@Autowired
	private Notes notes;

	@Autowired
	private TitoConnectionDetails details;

	@DynamicPropertySource
	static void addresses(DynamicPropertyRegistry registry) {
		registry.add("tito.tikv.pd-addresses", server::address);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void useTheAddressesThatTheTestSets() {
		assertThat(this.details.pdAddresses()).containsExactly(server.address());
		assertThat(this.details.isEmbedded()).isFalse();
		assertThat(this.notes.count()).isZero();
	}

}
