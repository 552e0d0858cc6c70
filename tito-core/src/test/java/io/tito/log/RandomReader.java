package io.tito.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.tito.annotation.StartPosition;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Owners of one partition, one after the other, that read small pages, acknowledge all of
 * them or a part, or die before.
 */
final class RandomReader {

	private static final PartitionId ID = new PartitionId("order", "audit", 0);

	private final EventLog log;

	private final Random random;

	private final List<String> settled = new ArrayList<>();

	private @Nullable OwnedPartition owned;

	private int owners;

	RandomReader(EventLog log, Random random) {
		this.log = log;
		this.random = random;
		log.groups().register("order", "audit", StartPosition.EARLIEST);
	}

	List<String> settled() {
		return this.settled;
	}

	void step() {
		int choice = this.random.nextInt(20);
		if (choice == 0) {
			this.owned = null;
		}
		else if (choice == 1) {
			replaced();
		}
		else if (choice == 2) {
			owner().release();
			this.owned = null;
		}
		else {
			poll(1 + this.random.nextInt(6), this.random.nextInt(10) == 0);
		}
	}

	void readAll() {
		for (int empty = 0; empty < 3;) {
			empty = poll(10, false) ? 0 : empty + 1;
		}
	}

	/**
	 * An owner is replaced while it handles, does not know it and acknowledges.
	 */
	private void replaced() {
		OwnedPartition old = owner();
		Sweep sweep = sweep(old);
		assertThat(old.matches(sweep)).isTrue();
		LogPage page = old.read(sweep, 3, true);
		this.owned = take();
		if (this.random.nextBoolean()) {
			poll(3, false);
		}
		Acknowledgement late = old.acknowledgement();
		late.settle(page);
		assertThat(old.commit(late)).isFalse();
	}

	private boolean poll(int limit, boolean dies) {
		OwnedPartition owner = owner();
		boolean expectEvents = this.random.nextBoolean();
		Sweep sweep = this.random.nextBoolean() ? sweep(owner) : sweep(owner, new Look(owner, limit, expectEvents));
		assertThat(owner.matches(sweep)).isTrue();
		LogPage page = owner.read(sweep, limit, expectEvents);
		if (page.isEmpty()) {
			owner.skip(page);
			return false;
		}
		if (dies) {
			this.owned = null;
			return true;
		}
		LogPage kept = this.random.nextInt(4) == 0 ? page.keep(this.random.nextInt(page.fresh().size() + 1)) : page;
		Acknowledgement acknowledgement = owner.acknowledgement();
		acknowledgement.settle(kept);
		assertThat(owner.commit(acknowledgement)).isTrue();
		kept.events().forEach((event) -> this.settled.add(payload(event)));
		return true;
	}

	private Sweep sweep(OwnedPartition owner, Look... looks) {
		return this.log.sweep(List.of(ID), Map.of("order", owner.readUpTo()), List.of(looks));
	}

	private OwnedPartition owner() {
		if (this.owned == null) {
			this.owned = take();
		}
		return this.owned;
	}

	private OwnedPartition take() {
		Sweep sweep = this.log.sweep(List.of(ID), Map.of());
		OwnedPartition taken = OwnedPartition.take(this.log, ID, "owner" + this.owners++ + "@1", sweep);
		assertThat(taken).isNotNull();
		return taken;
	}

	private static String payload(LoggedEvent event) {
		return new String(event.event().payload(), StandardCharsets.UTF_8);
	}

}
