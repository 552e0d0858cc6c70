package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Picks keys, transactions and timestamps at random, above all those at which rules begin
 * or cease to hold.
 */
final class Picker {

	static final List<String> KEYS = List.of("k0", "k1", "k2");

	static final String BEFORE = "k0";

	static final String BEHIND = "k9";

	private static final int TRANSACTIONS = 5;

	private static final int STEP_MILLIS = 10;

	static final int MILLIS = (TRANSACTIONS + 2) * STEP_MILLIS;

	private final Random random;

	private final int keys;

	Picker(Random random) {
		this.random = random;
		this.keys = 1 + random.nextInt(KEYS.size());
	}

	boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	@SafeVarargs
	final <T> T oneOf(T... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	<T> T oneOf(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	String key() {
		return KEYS.get(this.random.nextInt(this.keys));
	}

	/**
	 * Some keys, at least one, in any order.
	 */
	List<String> keys() {
		List<String> some = new ArrayList<>();
		for (String key : KEYS.subList(0, this.keys)) {
			if (chance(60)) {
				some.add(this.random.nextInt(some.size() + 1), key);
			}
		}
		return some.isEmpty() ? List.of(key()) : some;
	}

	List<String> allKeys() {
		return KEYS.subList(0, this.keys);
	}

	/**
	 * The start of a transaction; two of them in one millisecond.
	 */
	long start() {
		int number = 1 + this.random.nextInt(TRANSACTIONS);
		return (number == TRANSACTIONS) ? Time.at(STEP_MILLIS) + 1 : Time.at(number * STEP_MILLIS);
	}

	/**
	 * The start of a transaction, most often of one that has a lock.
	 */
	long start(Model model, Predicate<ModelLock> wanted) {
		List<Long> starts = new ArrayList<>();
		for (ModelKey key : model.keys().values()) {
			ModelLock lock = key.lock;
			if (lock != null && wanted.test(lock)) {
				starts.add(lock.start());
			}
		}
		return (starts.isEmpty() || chance(20)) ? start() : oneOf(starts);
	}

	/**
	 * A timestamp at, below or above one that the model knows.
	 */
	long timestamp(Model model) {
		List<Long> known = new ArrayList<>(List.of(start(), start()));
		for (ModelKey key : model.keys().values()) {
			key.writes.keySet().forEach(known::add);
			ModelLock lock = key.lock;
			if (lock != null && lock.minCommit() > 0) {
				known.add(lock.minCommit());
			}
		}
		long near = chance(70) ? oneOf(known) : Time.at(1 + this.random.nextInt(MILLIS));
		return Math.max(1, near + this.random.nextInt(3) - 1);
	}

	/**
	 * A commit timestamp for a transaction, which may be too small.
	 */
	long commit(Model model, long start) {
		long least = start + 1;
		for (ModelKey key : model.keys().values()) {
			ModelLock own = key.own(start);
			least = (own != null) ? Math.max(least, own.minCommit()) : least;
			if (own != null && !own.rollbacks().isEmpty() && chance(50)) {
				return oneOf(own.rollbacks());
			}
		}
		if (chance(40)) {
			return least;
		}
		long other = chance(50) ? start() : timestamp(model);
		return (other > start || chance(5)) ? other : least + this.random.nextInt(3) - 1;
	}

	/**
	 * A time around the end of a lock's life.
	 */
	long current(Model model, long start) {
		List<Long> times = new ArrayList<>(List.of(0L, Time.LATEST, timestamp(model)));
		for (ModelKey key : model.keys().values()) {
			ModelLock own = key.own(start);
			if (own != null) {
				times.add(Time.at(Time.physical(start) + own.ttl()) + this.random.nextInt(2));
				times.add(Time.at(Time.physical(start) + own.ttl() + 1));
			}
		}
		return oneOf(times);
	}

	long ttl() {
		return oneOf(1L, 5L, 15L, 30L);
	}

}
