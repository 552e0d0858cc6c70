package io.tito.client.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.ClientTimeoutException;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.DeadlockException;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.key.Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many faults at once over many regions on three stores: money moves, and lists grow in
 * pairs, while requests get lost, regions split, merge and move and all stores restart.
 * The sum of the money never changes, no half of a transaction is seen, lists only grow,
 * and in the end hold what was said to be committed, once, and nothing else.
 * <p>
 * {@code -Dtito.seed=} repeats the random choices of a run.
 */
class RandomFaultTests {

	private static final int WRITERS = 4;

	private static final int TRANSACTIONS = 120;

	/** More than fit the first page of a scan. */
	private static final int ACCOUNTS = 300;

	private static final int LISTS = 5;

	private static final long START = 100;

	private static final int RARE = 400;

	private static final Key BANK = Key.of("bank:");

	private static final Protocol[] WAYS = { Protocol.ONE_PHASE, Protocol.ASYNC_COMMIT, Protocol.TWO_PHASE };

	private static final List<String> RPCS = List.of("KvGet", "KvBatchGet", "KvScan", "KvPrewrite", "KvCommit",
			"KvPessimisticLock", "KVPessimisticRollback", "KvBatchRollback", "KvCheckTxnStatus", "KvResolveLock",
			"KvCheckSecondaryLocks");

	private final EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start();

	private final List<TitoClient> clients = List.of(connect(), connect());

	private final AtomicInteger done = new AtomicInteger();

	private final AtomicInteger faults = new AtomicInteger();

	private final AtomicInteger changes = new AtomicInteger();

	private final AtomicLong elements = new AtomicLong();

	private final Set<Long> committed = ConcurrentHashMap.newKeySet();

	private final Set<Long> refused = ConcurrentHashMap.newKeySet();

	private TitoClient connect() {
		return TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(60),
				Duration.ofSeconds(10), ClientListener.NONE));
	}

	@AfterEach
	void close() {
		this.clients.forEach(TitoClient::close);
		this.server.close();
	}

	@Test
	void promisesHoldUnderManyFaultsAtOnce() throws Exception {
		long seed = Long.getLong("tito.seed", System.nanoTime());
		System.out.println("RandomFaultTests -Dtito.seed=" + seed);
		fill();
		makeTrouble(new Random(seed));
		ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				TitoClient client = this.clients.get(i % 2);
				Random random = new Random(seed + i);
				running.add(threads.submit((Callable<Void>) () -> write(client, random)));
			}
			running.add(threads.submit((Callable<Void>) this::audit));
			running.add(threads.submit((Callable<Void>) () -> changeRegions(new Random(seed))));
			for (Future<?> one : running) {
				one.get(120, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		this.server.faults().clear();
		checkEnd(seed);
	}

	private void fill() {
		Transaction transaction = this.clients.get(0).begin();
		accounts().forEach((account) -> transaction.put(account, number(START)));
		for (int list = 0; list < LISTS; list++) {
			transaction.put(left(list), number(0));
			transaction.put(right(list), number(0));
		}
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
	}

	private void makeTrouble(Random random) {
		Scene anywhere = new Scene(this.server, this.clients.get(0), this.clients.get(1), "bank:", Layout.ONE_REGION);
		for (Fault fault : Fault.all()) {
			boolean lasting = !fault.kind().restart() && fault.kind() != Fault.Kind.FATAL && !fault.name().contains("+")
					&& !fault.name().equals("election");
			for (String rpc : lasting ? RPCS : List.<String>of()) {
				this.server.faults().onEvery(rpc, (request) -> {
					boolean hit = random.nextInt(RARE) == 0;
					this.faults.addAndGet(hit ? 1 : 0);
					return hit;
				}, fault.action().apply(anywhere, anywhere.key("a")));
			}
		}
	}

	private Void changeRegions(Random random) {
		int restarts = 0;
		while (!finished()) {
			byte[] key = anyKey(random).bytes();
			boolean last = this.server.regions().of(key).range().end().isEmpty();
			switch (random.nextInt(4)) {
				case 0 -> this.server.regions().transferLeader(key, 1 + random.nextInt(3));
				case 1 -> elect(key, random);
				case 2 -> this.server.regions().split(key);
				default -> {
					if (!last) {
						this.server.regions().merge(key);
					}
				}
			}
			if (this.done.get() > (restarts + 1) * WRITERS * TRANSACTIONS / 3 && restarts < 2) {
				restarts++;
				this.server.restart();
			}
			this.changes.incrementAndGet();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(20)));
		}
		return null;
	}

	private void elect(byte[] key, Random random) {
		this.server.regions().loseLeader(key);
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		this.server.regions().transferLeader(key, 1 + random.nextInt(3));
	}

	private boolean finished() {
		return this.done.get() >= WRITERS * TRANSACTIONS;
	}

	private Void write(TitoClient client, Random random) {
		try {
			for (int i = 0; i < TRANSACTIONS; i++) {
				TransactionOptions options = TransactionOptions.defaults().fastest(WAYS[random.nextInt(WAYS.length)]);
				boolean locking = random.nextInt(4) == 0;
				Transaction transaction = client.begin(locking ? options.asPessimistic() : options);
				if (random.nextBoolean()) {
					transfer(client, transaction, locking, random);
				}
				else {
					append(client, transaction, locking, random.nextInt(LISTS));
				}
				this.done.incrementAndGet();
			}
			return null;
		}
		catch (RuntimeException | AssertionError ex) {
			// those who wait for the end must not wait for ever
			this.done.addAndGet(WRITERS * TRANSACTIONS);
			throw ex;
		}
	}

	private void transfer(TitoClient client, Transaction transaction, boolean locking, Random random) {
		int from = random.nextInt(ACCOUNTS);
		int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
		run(client, transaction, () -> {
			Map<Key, byte[]> read = read(transaction, locking, account(from), account(to));
			transaction.put(account(from), number(number(read.get(account(from))) - 1));
			transaction.put(account(to), number(number(read.get(account(to))) + 1));
		});
	}

	private void append(TitoClient client, Transaction transaction, boolean locking, int list) {
		long element = this.elements.incrementAndGet();
		boolean success = run(client, transaction, () -> {
			Map<Key, byte[]> read = read(transaction, locking, left(list), right(list));
			String before = new String(read.get(left(list)));
			if (!locking) {
				assertThat(new String(read.get(right(list)))).isEqualTo(before);
			}
			transaction.put(left(list), (before + "," + element).getBytes());
			transaction.put(right(list), (before + "," + element).getBytes());
		});
		(success ? this.committed : this.refused).add(element);
	}

	private static Map<Key, byte[]> read(Transaction transaction, boolean locking, Key one, Key other) {
		if (locking) {
			transaction.getForUpdate(one);
			transaction.getForUpdate(other);
		}
		return transaction.getAll(List.of(one, other));
	}

	private static boolean run(TitoClient client, Transaction transaction, Runnable work) {
		try {
			work.run();
			CommitOutcome outcome = transaction.commit();
			while (outcome instanceof CommitOutcome.Unknown unknown) {
				outcome = client.probe(unknown);
			}
			return outcome instanceof CommitOutcome.Committed;
		}
		catch (StoreUnavailableException | ClientTimeoutException | DeadlockException ex) {
			return false;
		}
		finally {
			transaction.rollback();
		}
	}

	private Void audit() {
		Map<Key, String> before = new HashMap<>();
		while (!finished()) {
			audit(this.clients.get(1).snapshot(), before);
		}
		return null;
	}

	private void audit(Snapshot snapshot, Map<Key, String> before) {
		List<Entry> forwards = snapshot.scan(Scan.prefix(BANK));
		List<Entry> backwards = new ArrayList<>(snapshot.scan(Scan.prefix(BANK).reversed()));
		Collections.reverse(backwards);
		Map<Key, byte[]> batch = snapshot.getAll(accounts());
		snapshot.readAll(accounts(), List.of(Scan.prefix(BANK)))
			.ranges()
			.forEach((scan, together) -> assertThat(text(together)).as("read together").isEqualTo(text(forwards)));
		assertThat(forwards.stream().mapToLong((entry) -> number(entry.value())).sum()).isEqualTo(ACCOUNTS * START);
		assertThat(text(backwards)).isEqualTo(text(forwards));
		assertThat(batch.values().stream().mapToLong(RandomFaultTests::number).sum()).isEqualTo(ACCOUNTS * START);
		for (int list = 0; list < LISTS; list++) {
			String now = new String(snapshot.get(left(list)));
			assertThat(new String(snapshot.get(right(list)))).as("the other half").isEqualTo(now);
			assertThat(now).startsWith(before.getOrDefault(left(list), "0"));
			before.put(left(list), now);
		}
	}

	private void checkEnd(long seed) {
		// what a restart left behind is over by now
		this.server.faults().advanceClock(Duration.ofSeconds(30));
		this.clients.forEach(TitoClient::timestamp);
		Map<Key, String> end = new HashMap<>();
		audit(this.clients.get(0).snapshot(), end);
		List<Long> seen = end.values()
			.stream()
			.flatMap((list) -> List.of(list.split(",")).stream())
			.map(Long::valueOf)
			.filter((element) -> element != 0)
			.toList();
		assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates().containsAll(this.committed);
		assertThat(seen).as("seed %d", seed).noneMatch(this.refused::contains);
		List<Key> all = new ArrayList<>(accounts());
		for (int list = 0; list < LISTS; list++) {
			all.addAll(List.of(left(list), right(list)));
		}
		all.forEach(this::free);
		assertThat(all).as("seed %d", seed)
			.allMatch((key) -> this.server.faults().dumpMvcc(key.bytes()).lock() == null);
		assertThat(this.committed).isNotEmpty();
		System.out.printf("%d transactions, %d appended, %d not, %d faults, %d changes of regions%n",
				WRITERS * TRANSACTIONS, this.committed.size(), this.refused.size(), this.faults.get(),
				this.changes.get());
	}

	private void free(Key key) {
		if (this.server.faults().dumpMvcc(key.bytes()).lock() != null) {
			Transaction transaction = this.clients.get(0).begin(TransactionOptions.defaults().asPessimistic());
			transaction.getForUpdate(key);
			transaction.rollback();
			Scene.await("a lock to go", () -> this.server.faults().dumpMvcc(key.bytes()).lock() == null);
		}
	}

	private static List<String> text(List<Entry> entries) {
		return entries.stream().map((entry) -> entry.key() + "=" + number(entry.value())).toList();
	}

	private static List<Key> accounts() {
		List<Key> accounts = new ArrayList<>();
		for (int i = 0; i < ACCOUNTS; i++) {
			accounts.add(account(i));
		}
		return accounts;
	}

	private static Key anyKey(Random random) {
		int list = random.nextInt(LISTS);
		return switch (random.nextInt(3)) {
			case 0 -> left(list);
			case 1 -> right(list);
			default -> account(random.nextInt(ACCOUNTS));
		};
	}

	private static Key account(int number) {
		return BANK.append("%03d".formatted(number));
	}

	private static Key left(int list) {
		return Key.of("a-list:" + list);
	}

	private static Key right(int list) {
		return Key.of("z-list:" + list);
	}

	private static byte[] number(long number) {
		return Long.toString(number).getBytes();
	}

	private static long number(byte[] value) {
		return Long.parseLong(new String(value));
	}

}
