package io.tito.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

import io.tito.client.Snapshot;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.cluster.MemberRows.Renewal;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the session of this instance and looks at those of the others: one row that is
 * renewed each third of the session, one small scan each second, one daemon thread.
 * <p>
 * Each {@link #start()} is a new incarnation, which ends an older one of the same name at
 * once; so each instance that runs at the same time needs a name of its own. Thread-safe;
 * may be started again after {@link #close()}.
 */
public final class ClusterMember implements Membership, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ClusterMember.class);

	private static final int ATTEMPTS = 3;

	private static final int FORGOTTEN_AFTER_SESSIONS = 20;

	private final TitoClient client;

	private final MemberRows rows;

	private final String name;

	private final ClusterSettings settings;

	private final LongSupplier nanoTime;

	private final ConcurrentNavigableMap<String, Integer> seats = new ConcurrentSkipListMap<>();

	private final List<Runnable> actions = new CopyOnWriteArrayList<>();

	private volatile Session session = new Session();

	private volatile List<Member> members = List.of();

	private volatile long renewedAt;

	private @Nullable Pulse pulse;

	/**
	 * Create a member that has not started yet.
	 * @param client the client
	 * @param namespace the namespace of the application
	 * @param name the instance's name, its own among all that run at the same time: 1 to
	 * 64 of {@code A-Z a-z 0-9 . _ -}
	 * @param settings the times
	 */
	public ClusterMember(TitoClient client, Namespace namespace, String name, ClusterSettings settings) {
		this(client, namespace, name, settings, System::nanoTime);
	}

	ClusterMember(TitoClient client, Namespace namespace, String name, ClusterSettings settings,
			LongSupplier nanoTime) {
		this.client = client;
		this.rows = new MemberRows(client, namespace);
		this.name = Namespace.checkName("instance name", name);
		this.settings = settings;
		this.nanoTime = nanoTime;
	}

	@Override
	public String self() {
		return this.name + "@" + this.session.incarnation();
	}

	@Override
	public boolean isLive() {
		return this.session.isLive(this.nanoTime.getAsLong());
	}

	@Override
	public boolean isLive(String instance) {
		Snapshot snapshot = this.client.snapshot();
		MemberRow row = this.rows.read(snapshot, Member.nameOf(instance));
		return row != null && row.instance().equals(instance) && row.isLive(snapshot.timestamp());
	}

	@Override
	public Duration sessionLeft(Snapshot snapshot, String instance) {
		MemberRow row = this.rows.read(snapshot, Member.nameOf(instance));
		if (row == null || !row.instance().equals(instance)) {
			return Duration.ZERO;
		}
		return Duration.ofMillis(Math.max(0, row.expiry() - snapshot.timestamp().physical()));
	}

	@Override
	public void pin(Transaction transaction, String instance) {
		this.rows.pin(transaction, Member.nameOf(instance));
	}

	@Override
	public List<Member> members() {
		return this.members;
	}

	@Override
	public void listen(String type, String group) {
		listenOrAnnounce(Member.subscription(type, group));
	}

	@Override
	public void announce(String text) {
		if (text.indexOf(':') < 0) {
			throw new IllegalArgumentException(
					"'%s' could be taken for a subscription: announce a text with a colon".formatted(text));
		}
		listenOrAnnounce(text);
	}

	@Override
	public void ignore(String type, String group) {
		if (this.seats.remove(Member.subscription(type, group)) != null) {
			announceSoon();
		}
	}

	@Override
	public void onChange(Runnable action) {
		this.actions.add(action);
	}

	/**
	 * Register, look at the others, and keep doing so. Does nothing if already started.
	 * @throws StoreUnavailableException if the registration could not be written; it may
	 * be started again
	 */
	public synchronized void start() {
		if (this.pulse != null) {
			return;
		}
		register();
		refresh();
		this.pulse = new Pulse(this::runOnce, this.settings.refresh());
		logger.info("Instance {} has joined; members: {}", self(), names());
	}

	/**
	 * Leave: the others see it at their next look. Does nothing if not started.
	 */
	@Override
	public void close() {
		stopPulse();
		Session ended = this.session;
		this.session = new Session();
		this.members = List.of();
		if (!ended.isRegistered() || ended.isOver()) {
			return;
		}
		leave(ended);
		logger.info("Instance {}@{} has left", this.name, ended.incarnation());
	}

	/**
	 * Renew the session now. Runs by itself once started.
	 * @return whether the session was renewed
	 */
	public boolean heartbeat() {
		Session current = this.session;
		if (current.isOver()) {
			return false;
		}
		long before = this.nanoTime.getAsLong();
		Renewal renewal = this.rows.renew(this.name, current.incarnation(), new TreeMap<>(this.seats),
				this.settings.session(), !current.isRegistered());
		if (renewal == Renewal.DONE) {
			this.renewedAt = before;
			current.renewed(before + this.settings.session().minus(this.settings.margin()).toNanos());
		}
		else if (renewal == Renewal.REPLACED) {
			replaced(current);
		}
		return renewal == Renewal.DONE;
	}

	/**
	 * Look at the members now. Runs by itself once started.
	 */
	public void refresh() {
		Session current = this.session;
		Snapshot snapshot = this.client.snapshot();
		List<MemberRow> all = this.rows.all(snapshot);
		List<Member> live = all.stream()
			.filter((row) -> row.isLive(snapshot.timestamp()))
			.map(MemberRow::member)
			.toList();
		if (current.isRegistered() && all.stream().anyMatch((row) -> isSuccessor(row, current))) {
			replaced(current);
		}
		if (!live.equals(this.members)) {
			this.members = live;
			logger.debug("Members: {}", names());
			changed();
		}
		sitDown(live);
		forget(all, live, snapshot);
	}

	private void listenOrAnnounce(String text) {
		if (this.seats.putIfAbsent(text, Member.NO_SEAT) == null) {
			announceSoon();
		}
	}

	/**
	 * Record the seats that follow from those of all others. Until then all know them as
	 * well; recording them keeps them when others leave.
	 */
	private void sitDown(List<Member> live) {
		boolean moved = false;
		for (Map.Entry<String, Integer> own : this.seats.entrySet()) {
			if (!Member.isSubscription(own.getKey())) {
				continue;
			}
			Integer number = Seats.numbers(Member.seats(live, own.getKey())).get(self());
			if (number != null && !number.equals(own.getValue())) {
				this.seats.replace(own.getKey(), number);
				moved = true;
			}
		}
		if (moved) {
			announceSoon();
		}
	}

	private synchronized void announceSoon() {
		if (this.pulse != null) {
			this.pulse.soon(this::announce);
		}
	}

	private void register() {
		for (int attempt = 1; !heartbeat(); attempt++) {
			if (attempt == ATTEMPTS) {
				throw new StoreUnavailableException(
						"Instance '%s' could not register: its row was not written; start it again"
							.formatted(this.name),
						null);
			}
		}
	}

	private void announce() {
		heartbeat();
		refresh();
	}

	private void runOnce() {
		try {
			if (this.nanoTime.getAsLong() - this.renewedAt >= this.settings.renewal().toNanos()) {
				heartbeat();
			}
		}
		finally {
			refresh();
		}
	}

	private boolean isSuccessor(MemberRow row, Session current) {
		return row.name().equals(this.name) && !row.incarnation().equals(current.incarnation());
	}

	private void replaced(Session current) {
		if (current.end()) {
			logger.warn("Another instance has started with the name '{}', so this one ({}) no longer handles events. "
					+ "If both are meant to run, give each a name of its own", this.name, self());
			changed();
		}
	}

	private void leave(Session ended) {
		try {
			this.rows.remove(this.name, (row) -> row.incarnation().equals(ended.incarnation()),
					this.settings.renewal());
		}
		catch (RuntimeException ex) {
			logger.warn("Instance {}@{} could not remove its row; others see it go within {}: {}", this.name,
					ended.incarnation(), this.settings.session(), ex.toString());
			logger.debug("The cause", ex);
		}
	}

	private void changed() {
		for (Runnable action : this.actions) {
			try {
				action.run();
			}
			catch (RuntimeException ex) {
				logger.warn("What was to hear of a change of members failed", ex);
			}
		}
	}

	/**
	 * Rows of instances that never came back are removed by the first live member.
	 */
	private void forget(List<MemberRow> all, List<Member> live, Snapshot snapshot) {
		if (live.isEmpty() || !live.get(0).instance().equals(self())) {
			return;
		}
		long bound = snapshot.timestamp().physical()
				- this.settings.session().multipliedBy(FORGOTTEN_AFTER_SESSIONS).toMillis();
		all.stream().filter((row) -> row.expiry() < bound).forEach((row) -> {
			logger.debug("Forgetting the instance {}", row.instance());
			this.rows.remove(row.name(), row::equals, this.settings.renewal());
		});
	}

	private void stopPulse() {
		Pulse stopping;
		synchronized (this) {
			stopping = this.pulse;
			this.pulse = null;
		}
		if (stopping != null) {
			stopping.stop(this.settings.renewal());
		}
	}

	private List<String> names() {
		return this.members.stream().map(Member::instance).toList();
	}

}
