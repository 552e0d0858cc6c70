package io.tito.sample.process.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

/**
 * What the customers saw, and what the store holds at the end.
 */
record History(List<Attempt> attempts, List<Placed> orders, List<Shipped> shipments) {

	/** An order as the sample lists it at the end. */
	record Placed(String id, String customer, String reference) {

	}

	/** A shipment as the sample lists it at the end. */
	record Shipped(String orderId, String customer, long number) {

	}

	long count(Attempt.Outcome outcome) {
		return this.attempts.stream().filter((attempt) -> attempt.outcome() == outcome).count();
	}

	void writeTo(Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.write(file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
	}

}
