package io.tito.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the indexes of one entity: those that its class declares,
 * and those that are stored. It relies on what it read for a lease, and lets no
 * transaction commit later than that; so whoever changes the states and waits for a lease
 * knows that every writer has seen the change. Thread-safe.
 */
public final class IndexCatalog {

	private final TitoClient client;

	private final TitoPersistentEntity<?> entity;

	private final EntityKeys keys;

	private final IndexSettings settings;

	private final LongSupplier nanoTime;

	private final long refreshNanos;

	private final List<IndexEntries> own;

	private final String version;

	private final Map<String, Optional<IndexEntries>> foreign = new ConcurrentHashMap<>();

	private volatile @Nullable View view;

	public IndexCatalog(TitoClient client, TitoPersistentEntity<?> entity, EntityKeys keys, IndexSettings settings) {
		this(client, entity, keys, settings, System::nanoTime);
	}

	IndexCatalog(TitoClient client, TitoPersistentEntity<?> entity, EntityKeys keys, IndexSettings settings,
			LongSupplier nanoTime) {
		this.client = client;
		this.entity = entity;
		this.keys = keys;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.refreshNanos = settings.refresh().toNanos();
		this.own = entity.indexes().stream().map(IndexEntries::new).toList();
		this.version = version(entity.indexes());
	}

	/**
	 * The indexes to keep when rows are written: those of the class, and those that only
	 * other running versions of the application declare.
	 * @param transaction the transaction that writes; it will have to commit while this
	 * holds
	 * @return the indexes
	 * @throws OutdatedInstanceException if this instance must not write the entity
	 */
	public List<IndexEntries> toWrite(Transaction transaction) {
		View current = fresh();
		if (current.schema() == null) {
			create();
			current = load();
		}
		IndexSchema schema = current.required();
		transaction.commitBefore(current.readAt().plus(this.settings.lease()));
		if (schema.isOutdated(this.version)) {
			throw new OutdatedInstanceException(this.entity.entityName(), unknown(schema));
		}
		return schema.current().equals(this.version) ? this.own : withForeign(schema);
	}

	/**
	 * Refuse to read an index that is not ready, or was not at an older snapshot.
	 * @param index the index
	 * @param snapshot where it is to be read
	 * @throws IndexNotReadyException if it is not ready
	 */
	public void checkReadable(IndexDefinition index, Snapshot snapshot) {
		View current = fresh();
		if (!isReady(current.schema(), index)) {
			throw notReady(current.schema(), index);
		}
		Timestamp readySince = current.ready().get(index.storedName());
		if (readySince != null && snapshot.timestamp().isBefore(readySince)) {
			IndexSchema then = read(snapshot);
			if (!isReady(then, index)) {
				throw notReady(then, index);
			}
		}
	}

	private static boolean isReady(@Nullable IndexSchema schema, IndexDefinition index) {
		if (schema == null) {
			return true;
		}
		IndexState state = schema.state(index.storedName());
		return state != null && state.phase() == IndexPhase.READY;
	}

	private IndexNotReadyException notReady(@Nullable IndexSchema schema, IndexDefinition index) {
		IndexState state = (schema != null) ? schema.state(index.storedName()) : null;
		if (state == null) {
			return new IndexNotReadyException(this.entity.entityName(),
					new IndexStatus(index.name(), IndexPhase.BUILDING, 0, 0, ""),
					"it is new, and is built once every running instance knows it");
		}
		return new IndexNotReadyException(this.entity.entityName(), state.status(), progress(state));
	}

	/**
	 * How far the stored indexes are.
	 * @return a status for each
	 */
	public List<IndexStatus> status() {
		IndexSchema schema = load().schema();
		return (schema != null) ? schema.states().stream().map(IndexState::status).toList() : List.of();
	}

	/**
	 * How the indexes stand now. One read.
	 * @return the situation
	 */
	public IndexSituation situation() {
		return situation(load().schema());
	}

	/**
	 * How the indexes stood when this instance last looked, which is not long ago. Reads
	 * only if it has not looked for a while.
	 * @return the situation
	 */
	public IndexSituation knownSituation() {
		return situation(fresh().schema());
	}

	private IndexSituation situation(@Nullable IndexSchema schema) {
		if (schema == null) {
			return new IndexSituation(this.entity.entityName(), List.of(), List.of(), List.of(), false);
		}
		List<String> pending = this.own.stream()
			.map(IndexEntries::index)
			.filter((index) -> schema.state(index.storedName()) == null)
			.map(IndexDefinition::name)
			.toList();
		boolean outdated = schema.isOutdated(this.version);
		return new IndexSituation(this.entity.entityName(), schema.states().stream().map(IndexState::status).toList(),
				pending, outdated ? unknown(schema) : List.of(), outdated);
	}

	/**
	 * What other instances have to know before the indexes of this one's class may be
	 * built: it names their definitions.
	 * @return a text to announce
	 */
	public String announcement() {
		return "index:" + this.entity.entityName() + ":" + this.version;
	}

	String version() {
		return this.version;
	}

	List<IndexDeclaration> declarations() {
		return this.own.stream().map((index) -> IndexDeclaration.of(index.index())).toList();
	}

	/**
	 * The indexes that are complete, of the class and of other running versions.
	 */
	List<IndexEntries> ready() {
		IndexSchema schema = load().schema();
		if (schema == null) {
			return List.of();
		}
		List<IndexEntries> ready = new ArrayList<>(withForeign(schema));
		ready.removeIf((index) -> {
			IndexState state = schema.state(index.index().storedName());
			return state == null || state.phase() != IndexPhase.READY;
		});
		return ready;
	}

	List<IndexEntries> own() {
		return this.own;
	}

	IndexSettings settings() {
		return this.settings;
	}

	@Nullable IndexSchema read(Snapshot snapshot) {
		byte @Nullable [] bytes = snapshot.get(this.keys.states());
		return (bytes != null) ? IndexSchema.decode(this.entity.entityName(), bytes) : null;
	}

	/**
	 * Store the indexes of the class, unless something is stored. They are ready at once
	 * if there are no rows: nobody wrote any before there were states.
	 */
	void create() {
		Transaction transaction = this.client.begin();
		if (read(transaction) == null) {
			boolean empty = transaction.scan(Scan.prefix(this.keys.rows()).limit(1).withoutValues()).isEmpty();
			IndexPhase phase = empty ? IndexPhase.READY : IndexPhase.BUILDING;
			Timestamp now = transaction.timestamp();
			List<IndexState> states = declarations().stream()
				.map((declaration) -> IndexState.of(declaration, phase, now))
				.toList();
			transaction.insert(this.keys.states(), new IndexSchema(List.of(this.version), states).encode());
		}
		transaction.commit();
	}

	/**
	 * Forget what was read, after a change of this instance's own.
	 */
	void forget() {
		this.view = null;
	}

	private View fresh() {
		View known = this.view;
		boolean usable = known != null && known.schema() != null
				&& this.nanoTime.getAsLong() - known.nanos() < this.refreshNanos;
		return (known != null && usable) ? known : load();
	}

	private View load() {
		long before = this.nanoTime.getAsLong();
		Snapshot snapshot = this.client.snapshot();
		IndexSchema schema = read(snapshot);
		View loaded = new View(schema, snapshot.timestamp(), before, ready(schema, snapshot.timestamp()));
		this.view = loaded;
		return loaded;
	}

	/**
	 * Since when each index is known to be ready: what was ready before stays so.
	 */
	private Map<String, Timestamp> ready(@Nullable IndexSchema schema, Timestamp now) {
		View before = this.view;
		Map<String, Timestamp> ready = new HashMap<>();
		for (IndexState state : (schema != null) ? schema.states() : List.<IndexState>of()) {
			IndexState known = (before != null && before.schema() != null) ? before.schema().state(state.storedName())
					: null;
			Timestamp since = (before != null && state.equals(known)) ? before.ready().get(state.storedName()) : null;
			if (state.phase() == IndexPhase.READY) {
				ready.put(state.storedName(), (since != null) ? since : now);
			}
		}
		return ready;
	}

	private List<IndexEntries> withForeign(IndexSchema schema) {
		List<IndexEntries> all = new ArrayList<>(this.own);
		for (IndexState state : schema.states()) {
			boolean known = this.own.stream()
				.anyMatch((index) -> index.index().storedName().equals(state.storedName()));
			if (!known && state.phase() != IndexPhase.DROPPING) {
				this.foreign.computeIfAbsent(state.storedName(), (name) -> resolve(state)).ifPresent(all::add);
			}
		}
		return all;
	}

	private Optional<IndexEntries> resolve(IndexState state) {
		return Optional.ofNullable(state.declaration().resolve(this.entity)).map(IndexEntries::new);
	}

	private List<String> unknown(IndexSchema schema) {
		List<String> known = this.own.stream().map((index) -> index.index().storedName()).toList();
		return schema.states()
			.stream()
			.filter((state) -> state.phase() != IndexPhase.DROPPING && !known.contains(state.storedName()))
			.map((state) -> state.declaration().name())
			.toList();
	}

	private static String progress(IndexState state) {
		if (state.phase() == IndexPhase.DROPPING) {
			return "no running version of the application declares it any more, and it is being removed";
		}
		if (!state.problem().isEmpty()) {
			return "its building stopped after %d of about %d rows, because %s".formatted(state.done(), state.total(),
					state.problem());
		}
		return (state.total() == 0) ? "it is about to be built"
				: "it is being built, %d of about %d rows are done".formatted(state.done(), state.total());
	}

	private static String version(List<IndexDefinition> indexes) {
		CRC32 crc = new CRC32();
		indexes.stream()
			.map(IndexDefinition::storedName)
			.sorted(Comparator.naturalOrder())
			.forEach((name) -> crc.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
		return "%08x".formatted(crc.getValue());
	}

	/**
	 * What was read, when by the oracle, when by this machine at the latest, and since
	 * when each index is known to be ready.
	 */
	private record View(@Nullable IndexSchema schema, Timestamp readAt, long nanos, Map<String, Timestamp> ready) {

		IndexSchema required() {
			if (this.schema == null) {
				throw new IllegalStateException("The states of indexes vanished while they were read");
			}
			return this.schema;
		}

	}

}
