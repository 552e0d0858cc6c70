package io.tito.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.tito.annotation.TitoListener;
import io.tito.sample.SampleApplication;
import io.tito.sample.order.Order;

import org.springframework.boot.SpringApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import static org.awaitility.Awaitility.await;

/**
 * The sample with one more listener, which works until a file exists.
 */
final class SlowSample {

	private SlowSample() {
	}

	public static void main(String[] args) {
		new SpringApplication(SampleApplication.class, Handler.class).run(args);
	}

	/** Not a component, so that only this program has it. */
	static final class Handler {

		private final Path release = Path.of(System.getProperty("user.dir"), "target", "release-slow-handler");

		@TitoListener(type = Order.EVENTS, group = "slow")
		void handle(Order order) {
			System.out.println("STARTED " + order.reference());
			await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(this.release));
			System.out.println("HANDLED " + order.reference());
		}

		@EventListener
		void closing(ContextClosedEvent event) {
			System.out.println("CLOSING");
		}

	}

}
