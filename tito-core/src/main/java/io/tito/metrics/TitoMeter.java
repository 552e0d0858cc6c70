package io.tito.metrics;

import java.util.List;

/**
 * Every meter that this package registers. Values of tags come from fixed sets or from
 * the application's own event types and groups, so their number is bounded.
 */
public enum TitoMeter {

	/**
	 * Timer: the commits of this instance, its own bookkeeping (acknowledgements,
	 * heartbeats) included. {@code outcome} is {@code committed}, {@code conflict},
	 * {@code key-exists}, {@code aborted} or {@code unknown}.
	 */
	TRANSACTIONS("tito.transactions", "Commits of transactions", "outcome"),

	/**
	 * Distribution summary: how many requests a transaction waited for one after the
	 * other, from its start to the end of its commit.
	 */
	TRANSACTION_ROUND_TRIPS("tito.transactions.round-trips", "Requests in series per transaction"),

	/**
	 * Counter: transactions that committed, by the way that it went. {@code protocol} is
	 * {@code read-only}, {@code one-phase}, {@code async-commit} or {@code two-phase}.
	 */
	CLIENT_COMMITS("tito.client.commits", "Transactions that committed", "protocol"),

	/**
	 * Timer: the phases of commits. {@code phase} is {@code timestamp}, {@code prewrite}
	 * or {@code commit}.
	 */
	CLIENT_COMMIT_PHASES("tito.client.commit.phases", "Phases of commits", "phase"),

	/**
	 * Timer: requests to PD and to stores. {@code rpc} is the name of the RPC, as
	 * {@code KvGet}; {@code outcome} is {@code answered} or {@code failed}.
	 */
	CLIENT_REQUESTS("tito.client.requests", "Requests to PD and to stores", "rpc", "outcome"),

	/**
	 * Counter: requests that had to be sent again. {@code cause} is why, as
	 * {@code region_miss} or {@code lock_read}.
	 */
	CLIENT_RETRIES("tito.client.retries", "Requests that had to be sent again", "cause"),

	/**
	 * Timer: pauses before a request is sent again, with the same causes.
	 */
	CLIENT_WAITING("tito.client.waiting", "Pauses before a request is sent again", "cause"),

	/**
	 * Distribution summary: how many requests to one store went out together.
	 */
	CLIENT_BATCH_SIZE("tito.client.batch.size", "Requests that went to a store together"),

	/**
	 * Counter: events that this instance committed. {@code type} is the event's type.
	 */
	EVENTS_PUBLISHED("tito.events.published", "Events that were committed", "type"),

	/**
	 * Timer: deliveries of events to the listeners of this instance. {@code outcome} is
	 * {@code handled}, {@code failed} or {@code dead-letter}.
	 */
	EVENTS_HANDLED("tito.events.handled", "Deliveries of events to listeners", "type", "group", "outcome"),

	/**
	 * Counter: events that this instance removed because they were older than the
	 * retention time and handled by every group.
	 */
	EVENTS_REMOVED("tito.events.removed", "Events that retention removed", "type"),

	/**
	 * Counter: rounds of retention of this instance that kept the events of a type
	 * because no group reads it. If it grows, the log does too.
	 */
	EVENTS_WITHOUT_GROUP("tito.events.without-group", "Rounds of retention that kept events no group reads", "type"),

	/**
	 * Gauge: events that are due and not yet settled, parked ones included, for each
	 * group that this application listens with. The same number on every instance; use
	 * the largest, not the sum.
	 */
	LAG("tito.lag", "Events that are due and not yet handled", "type", "group"),

	/**
	 * Gauge: the age of the oldest such event, 0 if there is none.
	 */
	LAG_AGE("tito.lag.age", "Age of the oldest event that is due and not yet handled", "type", "group"),

	/**
	 * Gauge: how much of an entity's indexes is built, as a part of 1, on the instance
	 * that builds them; below 1 only while one is new. No value on the others.
	 */
	INDEX_PROGRESS("tito.index.progress", "Part of an entity's indexes that is built", "entity");

	private final String id;

	private final String description;

	private final List<String> tags;

	TitoMeter(String id, String description, String... tags) {
		this.id = id;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * The name that the meter is registered under.
	 * @return the name
	 */
	public String id() {
		return this.id;
	}

	public String description() {
		return this.description;
	}

	/**
	 * The keys of its tags.
	 * @return the keys, in the order in which values are given
	 */
	public List<String> tags() {
		return this.tags;
	}

	String[] tagged(String... values) {
		String[] pairs = new String[values.length * 2];
		for (int i = 0; i < values.length; i++) {
			pairs[2 * i] = this.tags.get(i);
			pairs[2 * i + 1] = values[i];
		}
		return pairs;
	}

}
