package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Many random histories, on several servers at once. Each depends on the seed and its
 * number only.
 */
final class Histories {

	private static final int STEPS = 30;

	private static final int MOST_FAILURES = 3;

	private final long seed;

	private final Coverage coverage = new Coverage();

	Histories(long seed) {
		this.seed = seed;
	}

	Coverage coverage() {
		return this.coverage;
	}

	/**
	 * Run histories until a few have failed.
	 * @return how they failed, empty if none did
	 */
	String run(int count, int threads, Supplier<Target> targets) throws InterruptedException {
		AtomicInteger next = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<String>> workers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				workers.add(() -> work(next, count, targets));
			}
			return failures(executor.invokeAll(workers));
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static String failures(List<Future<String>> workers) throws InterruptedException {
		StringBuilder failures = new StringBuilder();
		try {
			for (Future<String> worker : workers) {
				failures.append(worker.get());
			}
			return failures.toString();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A history could not be run", ex);
		}
	}

	private String work(AtomicInteger next, int count, Supplier<Target> targets) {
		List<String> failures = new ArrayList<>();
		try (Target target = targets.get()) {
			for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
				History history = run(number, target, null);
				if (history.failed()) {
					failures.add("History " + number + " of seed " + this.seed + ":\n"
							+ new Shrinker(target, null).shrink(history).describe());
				}
				if (failures.size() == MOST_FAILURES) {
					break;
				}
			}
			return String.join("\n\n", failures);
		}
	}

	History run(int number, Target target, @Nullable Rule broken) {
		Generator generator = new Generator(new Random(this.seed * 1_000_003 + number), target);
		return History.generated(target, broken, this.coverage, generator::next, STEPS);
	}

}
