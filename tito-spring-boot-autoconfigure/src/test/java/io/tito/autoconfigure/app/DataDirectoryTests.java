package io.tito.autoconfigure.app;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class DataDirectoryTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatTheApplicationWroteIsThereWhenItStartsAgain(boolean inProcess, @TempDir Path directory) throws Exception {
		String[] arguments = { "--tito.embedded.data-directory=" + directory.resolve("data"),
				"--tito.embedded.in-process=" + inProcess };
		try (ConfigurableApplicationContext context = DeskRunner.run(arguments)) {
			Desk desk = context.getBean(Desk.class);
			desk.sell("ann");
			assertThat(desk.hasHandledAll()).isTrue();
		}
		try (ConfigurableApplicationContext context = DeskRunner.run(arguments)) {
			Tickets tickets = context.getBean(Tickets.class);
			assertThat(tickets.findByOwner("ann")).extracting(Ticket::amount).containsExactlyInAnyOrder(1, 2);
			assertThat(tickets.findByOwner("ann-guest")).hasSize(1);
		}
	}

	@Test
	void dataInMemoryIsGone() throws Exception {
		try (ConfigurableApplicationContext context = DeskRunner.run()) {
			context.getBean(Desk.class).sell("ann");
			assertThat(context.getBean(Tickets.class).findByOwner("ann")).hasSize(2);
		}
		try (ConfigurableApplicationContext context = DeskRunner.run()) {
			assertThat(context.getBean(Tickets.class).findByOwner("ann")).isEmpty();
		}
	}

}
