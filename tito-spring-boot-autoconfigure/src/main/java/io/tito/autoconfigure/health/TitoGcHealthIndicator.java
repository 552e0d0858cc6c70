package io.tito.autoconfigure.health;

import java.util.Locale;

import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.gc.CollectionJob;
import io.tito.gc.CollectionSettings;
import io.tito.gc.CollectionStatus;
import io.tito.lease.LeaderElection;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * What was decided about the collection of old versions, by whom, and how the last round
 * went. An application works without it for a long time, so it is never down.
 */
final class TitoGcHealthIndicator extends AbstractHealthIndicator {

	private final CollectionJob job;

	private final LeaderElection election;

	TitoGcHealthIndicator(CollectionJob job, LeaderElection election) {
		super("The status of garbage collection could not be read");
		this.job = job;
		this.election = election;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		CollectionSettings settings = this.job.settings();
		builder.withDetail("enabled", settings.mode().name().toLowerCase(Locale.ROOT))
			.withDetail("life", settings.life().toString())
			.withDetail("interval", settings.interval().toString());
		try {
			this.election.leader(CollectionJob.LEASE).ifPresent((leader) -> builder.withDetail("leader", leader));
			show(builder.up(), this.job.status());
		}
		catch (TitoClientException ex) {
			builder.unknown().withException(ex);
		}
	}

	private static void show(Health.Builder builder, CollectionStatus status) {
		builder.withDetail("collects", status.collects()).withDetail("reason", status.reason());
		if (!status.safePoint().equals(Timestamp.ZERO)) {
			builder.withDetail("safePoint", status.safePoint().instant().toString());
		}
		if (status.lastRun() != null) {
			builder.withDetail("lastRun", status.lastRun().toString())
				.withDetail("lastRunTook", status.elapsed().toMillis() + " ms")
				.withDetail("locksResolved", status.locks());
		}
		if (!status.heldBy().isEmpty()) {
			builder.withDetail("heldBy", status.heldBy());
		}
		if (!status.failure().isEmpty()) {
			builder.withDetail("lastFailure", status.failure());
		}
	}

}
