package io.tito.benchmark.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.benchmark.data.Purchase.Indexed;
import io.tito.benchmark.data.Purchase.Indexed4;
import io.tito.benchmark.data.Purchase.Plain;
import io.tito.benchmark.data.Purchase.Small;
import io.tito.core.TitoTemplate;

/**
 * What is measured. Rows that are inserted are left out of the queries; rows that are
 * saved again lie apart, and each save changes all their indexed values.
 */
final class Workloads {

	static final String INSERT_0 = "insert, no index";

	static final String INSERT_4 = "insert, four indexes";

	static final String SAVE_0 = "save of a known row, no index";

	static final String SAVE_4 = "save of a known row, four indexes";

	/** How many rows the table has that stays small. */
	static final int SMALL = 10_000;

	private static final int PAGE = 20;

	private static final int CUSTOMERS = 100;

	private static final int BATCH = 1000;

	private static final int KNOWN = 4000;

	private static final String TEXT = "some words about what was bought, as they are in a row of usual size ";

	private final TitoTemplate template;

	private final AtomicLong counter = new AtomicLong();

	private final AtomicLong saved = new AtomicLong();

	private long rows;

	Workloads(TitoTemplate template) {
		this.template = template;
	}

	List<Work> all() {
		return List.of(new Work(INSERT_0, () -> this.template.insert(plain(fresh()))),
				new Work("insert, one index", () -> this.template.insert(indexed(fresh()))),
				new Work(INSERT_4, () -> this.template.insert(indexed4(fresh()))),
				new Work(SAVE_0, () -> this.template.save(plain(known()))),
				new Work("save of a known row, one index", () -> this.template.save(indexed(known()))),
				new Work(SAVE_4, () -> this.template.save(indexed4(known()))),
				new Work("find by id", () -> this.template.findById(Indexed.class, id(random()))),
				new Work("page of 20 by index", () -> page(Indexed.class)));
	}

	/**
	 * Pages of the small table and of the large one.
	 */
	List<Work> pages() {
		return List.of(new Work("page, small table", () -> page(Small.class)),
				new Work("page, large table", () -> page(Indexed.class)));
	}

	/**
	 * Write the rows that are saved again, and those of the small table.
	 */
	void prepare() {
		for (int i = 0; i < KNOWN; i++) {
			String id = known();
			this.template.saveAll(List.of(plain(id), indexed(id), indexed4(id)));
		}
		List<Small> small = new ArrayList<>();
		for (long i = 0; i < SMALL; i++) {
			small.add(new Small(id(i), "customer" + i % CUSTOMERS, i, i % 1000, TEXT));
			if (small.size() == BATCH) {
				this.template.saveAll(small);
				small.clear();
			}
		}
	}

	void fill(long count) {
		while (this.rows < count) {
			List<Indexed> batch = new ArrayList<>(BATCH);
			for (int i = 0; i < BATCH && this.rows < count; i++) {
				long number = this.rows++;
				batch.add(new Indexed(id(number), "customer" + number % CUSTOMERS, number, number % 1000, TEXT));
			}
			this.template.saveAll(batch);
		}
	}

	private void page(Class<? extends Purchase> type) {
		String customer = "customer" + ThreadLocalRandom.current().nextInt(CUSTOMERS);
		this.template.query(type).where("customer", customer).orderBy("at").reverse().limit(PAGE).execute();
	}

	private Plain plain(String id) {
		long at = this.counter.incrementAndGet();
		return new Plain(id, "new", at, at % 1000, TEXT + at);
	}

	private Indexed indexed(String id) {
		long at = this.counter.incrementAndGet();
		return new Indexed(id, "new", at, at % 1000, TEXT + at);
	}

	private Indexed4 indexed4(String id) {
		long at = this.counter.incrementAndGet();
		return new Indexed4(id, "new", at, at % 1000, TEXT + at);
	}

	private String fresh() {
		return "n%011d".formatted(this.counter.incrementAndGet());
	}

	/**
	 * A row that no other thread saves at the same time.
	 */
	private String known() {
		return "known%07d".formatted(this.saved.incrementAndGet() % KNOWN);
	}

	private long random() {
		return ThreadLocalRandom.current().nextLong(this.rows);
	}

	private static String id(long number) {
		return "p%011d".formatted(number);
	}

}
