package io.tito.benchmark.peer.product;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * db-scheduler with a one-time task per event, set up as its Spring Boot starter does. It
 * keeps no order.
 */
final class DbSchedulerPeer extends SqlPeer {

	private static final String TABLE = "scheduled_tasks";

	private final boolean defaults;

	private final DataSource proxy;

	private final OneTimeTask<Event> task;

	private final SchedulerClient idle;

	private volatile SchedulerClient client;

	private @Nullable Scheduler scheduler;

	private DbSchedulerPeer(Settings settings, LongConsumer handler, boolean defaults) {
		super(settings, Applications.onPostgres(settings, handler, Applications.NONE, Empty.class, Map.of()), TABLE);
		this.defaults = defaults;
		this.proxy = new TransactionAwareDataSourceProxy(this.dataSource);
		this.task = Tasks.oneTime("bench", Event.class)
			.execute((instance, context) -> handler.accept(instance.getData().sequence()));
		this.idle = SchedulerClient.Builder.create(this.proxy, this.task).build();
		this.client = this.idle;
	}

	static class Empty {

	}

	static DbSchedulerPeer open(Settings settings, LongConsumer handler, boolean defaults) {
		settings.postgres()
			.run("create table if not exists scheduled_tasks (task_name text not null, task_instance text not null,"
					+ " task_data bytea, execution_time timestamptz not null, picked boolean not null, picked_by text,"
					+ " last_success timestamptz, last_failure timestamptz, consecutive_failures int,"
					+ " last_heartbeat timestamptz, version bigint not null, priority smallint,"
					+ " primary key (task_name, task_instance))",
					"create index if not exists execution_time_idx on scheduled_tasks (execution_time)",
					"create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat)",
					"create index if not exists priority_execution_time_idx on scheduled_tasks"
							+ " (priority desc, execution_time asc)");
		return new DbSchedulerPeer(settings, handler, defaults);
	}

	@Override
	protected void publish(Event event) {
		publishDelayed(event, Duration.ZERO);
	}

	@Override
	protected void publishDelayed(Event event, Duration delay) {
		this.client.scheduleIfNotExists(this.task.instance(event.seq(), event), Instant.now().plus(delay));
	}

	@Override
	public void consumersOn() {
		SchedulerBuilder builder = Scheduler.create(this.proxy, this.task)
			.schedulerName(new SchedulerName.Fixed("bench"));
		if (!this.defaults) {
			builder.threads(this.settings.workers())
				.pollUsingLockAndFetch(1.0, 8.0)
				.pollingInterval(Duration.ofMillis(this.settings.pollMillis()))
				.enableImmediateExecution();
		}
		Scheduler started = builder.build();
		started.start();
		this.scheduler = started;
		this.client = started;
	}

	@Override
	public void consumersOff() {
		this.client = this.idle;
		if (this.scheduler != null) {
			this.scheduler.stop();
		}
	}

	@Override
	protected Map<String, @Nullable String> copy(String seq, String marker) {
		String bytes = "convert_to('" + marker + "', 'UTF8')";
		Map<String, @Nullable String> columns = new HashMap<>();
		columns.put("task_instance", seq);
		columns.put("task_data",
				"overlay(task_data placing convert_to(" + seq + ", 'UTF8') from position(" + bytes + " in task_data))");
		return columns;
	}

	@Override
	protected String marked(String marker) {
		return "task_instance = '" + marker + "'";
	}

}
