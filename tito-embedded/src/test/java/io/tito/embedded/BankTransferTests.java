package io.tito.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Snapshot isolation under concurrent transactions of every kind, with clients that give
 * up half-way: no reader ever sees half a transfer, or another answer at the same
 * timestamp; what a client was told stays true.
 */
class BankTransferTests extends WireTestBase {

	private static final int ACCOUNTS = 5;

	private static final int TELLERS = 4;

	private static final int TRANSFERS = 60;

	@Test
	void keepsEveryPromiseWhileMoneyMoves() {
		long seed = System.nanoTime();
		System.out.println("BankTransferTests seed " + seed);
		long start = this.wire.timestamp();
		String[] names = IntStream.range(0, ACCOUNTS).mapToObj((i) -> "account" + i).toArray(String[]::new);
		for (String name : names) {
			this.wire.committed(start, start + 1, Wire.put(name, "100"));
		}
		List<BankTeller> tellers = IntStream.range(0, TELLERS)
			.mapToObj((i) -> new BankTeller(this.wire, seed + i))
			.toList();
		work(tellers);
		check(tellers);
	}

	private void work(List<BankTeller> tellers) {
		ExecutorService threads = Executors.newFixedThreadPool(TELLERS + 1);
		try {
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < TELLERS; i++) {
				int number = i;
				all.add(CompletableFuture.runAsync(() -> transfer(tellers.get(number), number), threads));
			}
			CompletableFuture<Void> done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
			CompletableFuture.runAsync(() -> audit(done), threads).join();
			done.join();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void transfer(BankTeller teller, int number) {
		for (int i = 0; i < TRANSFERS; i++) {
			teller.transfer("transfer" + number + "-" + i);
		}
	}

	private void audit(CompletableFuture<Void> done) {
		BankTeller auditor = new BankTeller(this.wire, 0);
		Map<Long, TreeMap<String, Long>> answers = new TreeMap<>();
		while (!done.isDone()) {
			long at = this.wire.timestamp();
			TreeMap<String, Long> balances = auditor.snapshot("account", at);
			assertTotal(balances);
			answers.put(at, balances);
		}
		assertThat(answers).isNotEmpty();
		answers.forEach((at, balances) -> assertThat(auditor.snapshot("account", at)).isEqualTo(balances));
	}

	private void check(List<BankTeller> tellers) {
		BankTeller auditor = tellers.get(0);
		long end = this.wire.timestamp();
		assertTotal(auditor.snapshot("account", end));
		TreeMap<String, Long> transfers = auditor.snapshot("transfer", end);
		for (BankTeller teller : tellers) {
			assertThat(transfers).containsKeys(teller.committed().toArray(String[]::new));
			assertThat(transfers).doesNotContainKeys(teller.aborted().toArray(String[]::new));
		}
		assertThat(tellers.stream().mapToInt((teller) -> teller.committed().size()).sum()).isPositive();
	}

	private static void assertTotal(TreeMap<String, Long> balances) {
		assertThat(balances).hasSize(ACCOUNTS);
		assertThat(balances.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(ACCOUNTS * 100L);
	}

}
