package io.tito.client.internal.txn;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.tito.client.ClientSettings;
import io.tito.client.ClusterInfo;
import io.tito.client.CommitOutcome;
import io.tito.client.GarbageCollector;
import io.tito.client.SafePointHold;
import io.tito.client.Snapshot;
import io.tito.client.SplitResult;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.client.internal.gc.Collector;
import io.tito.client.internal.gc.Holds;
import io.tito.client.internal.pd.AddressCheck;
import io.tito.client.internal.pd.PdCalls;
import io.tito.client.internal.pd.PdLeader;
import io.tito.client.internal.pd.SafePointGuard;
import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.region.RegionCache;
import io.tito.client.internal.request.Background;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.GuardedListener;
import io.tito.client.internal.rpc.Lifecycle;
import io.tito.client.internal.rpc.RpcException;
import io.tito.client.internal.rpc.Session;
import io.tito.client.internal.split.RegionSplits;
import io.tito.client.internal.txn.commit.CommitServices;
import io.tito.client.internal.txn.commit.Committer;
import io.tito.client.internal.txn.commit.OutcomeProbe;
import io.tito.client.internal.txn.hold.HoldServices;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.client.internal.txn.lock.ReadView;
import io.tito.client.internal.txn.lock.StatusCache;
import io.tito.client.internal.txn.read.FixedSnapshot;
import io.tito.client.internal.txn.read.PointReads;
import io.tito.client.internal.txn.read.RangeReads;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Metapb;

/**
 * A client with an open session: puts the parts together. Thread-safe.
 */
public final class ConnectedClient implements TitoClient {

	private static final Logger logger = LoggerFactory.getLogger(ConnectedClient.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final Lifecycle lifecycle = new Lifecycle();

	private final Budget.Limits limits;

	private final Session session;

	private final PdLeader leader;

	private final PdCalls pd;

	private final TimestampOracle oracle;

	private final RegionRequests requests;

	private final Background background = new Background();

	private final ScheduledThreadPoolExecutor timer;

	private final LockResolver locks;

	private final SafePointGuard guard;

	private final Collector collector;

	private final Holds holds;

	private final RegionSplits splits;

	private final TransactionServices services;

	private ConnectedClient(ClientSettings settings, Session session, List<String> addresses) {
		this.limits = new Budget.Limits(this.lifecycle, GuardedListener.of(settings.listener()),
				settings.requestTimeout());
		this.session = session;
		this.leader = new PdLeader(session, addresses);
		this.pd = new PdCalls(this.leader);
		this.oracle = new TimestampOracle(this.leader);
		this.requests = new RegionRequests(this.lifecycle, session, new RegionCache(this.pd));
		this.timer = new ScheduledThreadPoolExecutor(1, Background.threads("tito-client-heartbeat-"));
		this.timer.setRemoveOnCancelPolicy(true);
		StatusCache statuses = new StatusCache();
		this.locks = new LockResolver(this.requests, this.oracle, statuses, this.background, this.limits);
		this.guard = new SafePointGuard(this.pd, this.oracle);
		this.collector = new Collector(this.pd, this.oracle, this.requests, this.locks, this.guard, this.limits);
		this.holds = new Holds(this.pd, this.background, this.timer, this.limits);
		this.splits = new RegionSplits(this.requests, this.pd, this.limits);
		this.services = services(statuses);
	}

	/**
	 * Connect.
	 * @param settings where to and how
	 * @return the client
	 */
	public static ConnectedClient connect(ClientSettings settings) {
		List<String> addresses = settings.pdAddresses().stream().map(AddressCheck::strip).toList();
		Session session = Session.open(settings);
		try {
			List<String> alive = AddressCheck.alive(session, addresses, settings.connectTimeout());
			ConnectedClient client = connect(settings, session,
					Stream.concat(alive.stream(), addresses.stream()).distinct().toList());
			logger.info("Connected to TiKV cluster {} through PD at {}", client.leader.clusterId(),
					String.join(", ", addresses));
			return client;
		}
		catch (RuntimeException ex) {
			session.close();
			throw ex;
		}
	}

	private static ConnectedClient connect(ClientSettings settings, Session session, List<String> addresses) {
		ConnectedClient client = new ConnectedClient(settings, session, addresses);
		try {
			client.leader.refresh(client.limits.operation());
			return client;
		}
		catch (RpcException ex) {
			throw new StoreUnavailableException(
					"PD at " + String.join(", ", addresses) + " stopped answering while connecting: " + ex.getMessage(),
					ex);
		}
	}

	private TransactionServices services(StatusCache statuses) {
		Committer committer = new Committer(new CommitServices(this.requests, this.oracle, this.locks, statuses,
				this.background, this.timer, this.guard, this.limits));
		return new TransactionServices(this.oracle, new PointReads(this.requests, this.locks, this.guard),
				new RangeReads(this.requests, this.locks, this.guard), committer,
				new HoldServices(this.requests, this.oracle, this.locks, this.background, this.timer, this.limits),
				new GivenStarts(), this.limits);
	}

	@Override
	public Timestamp timestamp() {
		this.lifecycle.ensureOpen();
		return this.oracle.fresh(this.limits.operation());
	}

	@Override
	public List<Timestamp> timestamps(int count) {
		if (count < 1 || count > MAX_TIMESTAMPS) {
			throw new IllegalArgumentException(
					"%d timestamps at once are not possible: ask for 1 to %d".formatted(count, MAX_TIMESTAMPS));
		}
		this.lifecycle.ensureOpen();
		long last = this.oracle.fresh(count, this.limits.operation()).value();
		return LongStream.rangeClosed(last - count + 1, last).mapToObj(Timestamp::new).toList();
	}

	@Override
	public Timestamp timestamp(Duration within) {
		this.lifecycle.ensureOpen();
		return this.oracle.fresh(this.limits.lasting(within));
	}

	@Override
	public byte @Nullable [] get(Key key) {
		this.lifecycle.ensureOpen();
		return this.services.points().get(key, new ReadView(Timestamp.LATEST), this.limits.operation());
	}

	@Override
	public Snapshot snapshot() {
		return snapshot(timestamp());
	}

	@Override
	public Snapshot snapshot(Timestamp at) {
		this.lifecycle.ensureOpen();
		this.guard.check(at, this.limits.operation());
		return snapshot(new ReadView(at));
	}

	@Override
	public Snapshot snapshotBelowSafePoint(Timestamp at) {
		this.lifecycle.ensureOpen();
		return snapshot(ReadView.belowSafePoint(at));
	}

	private Snapshot snapshot(ReadView view) {
		return new FixedSnapshot(this.services.points(), this.services.ranges(), view, this.limits);
	}

	@Override
	public SafePointHold hold(String name, Timestamp at, Duration ttl) {
		this.lifecycle.ensureOpen();
		return this.holds.open(name, at, ttl);
	}

	@Override
	public GarbageCollector garbageCollector() {
		return this.collector;
	}

	@Override
	public SplitResult split(Collection<Key> keys) {
		this.lifecycle.ensureOpen();
		return this.splits.split(keys);
	}

	@Override
	public Transaction begin(TransactionOptions options) {
		this.lifecycle.ensureOpen();
		Timestamp start = options.start();
		if (start != null) {
			this.guard.check(start, this.limits.operation());
		}
		return new BufferedTransaction(this.services, options);
	}

	@Override
	public CommitOutcome probe(CommitOutcome.Unknown unknown) {
		this.lifecycle.ensureOpen();
		return new OutcomeProbe(this.locks).decide(unknown.start(), unknown.primary(), unknown.protocol(),
				this.limits.operation());
	}

	@Override
	public ClusterInfo cluster() {
		this.lifecycle.ensureOpen();
		return new ClusterInfo(this.leader.clusterId(),
				this.pd.stores(this.limits.lasting(this.limits.requestTimeout()))
					.stream()
					.map(ConnectedClient::store)
					.toList());
	}

	private static ClusterInfo.Store store(Metapb.Store store) {
		return new ClusterInfo.Store(store.getId(), store.getAddress(), store.getVersion(), store.getState().name());
	}

	@Override
	public void close() {
		if (this.lifecycle.closed()) {
			return;
		}
		this.background.close(CLOSE_TIMEOUT);
		this.lifecycle.close();
		this.timer.shutdownNow();
		this.oracle.close();
		this.session.close();
		logger.info("The connection to TiKV cluster {} is closed", this.leader.clusterId());
	}

}
