package io.tito.benchmark.peer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database of products that live in one. What is done here is done on a connection of
 * its own, outside of what is measured.
 *
 * @param url JDBC URL
 * @param user a user who may analyze and make checkpoints
 * @param password the user's password
 */
public record Postgres(String url, String user, String password) {

	/**
	 * What the database did since it was started.
	 *
	 * @param commits transactions
	 * @param walBytes bytes written ahead
	 * @param walSyncs how often they were forced to the disk
	 */
	public record Counters(long commits, long walBytes, long walSyncs) {

	}

	@FunctionalInterface
	private interface Question<T> {

		T ask(Statement statement) throws SQLException;

	}

	/**
	 * Run statements, one after the other.
	 * @param statements what to run
	 */
	public void run(String... statements) {
		with((statement) -> {
			for (String sql : statements) {
				statement.execute(sql);
			}
			return statements.length;
		});
	}

	/**
	 * End what an earlier, killed process left behind: its queries hold locks for as long
	 * as they run.
	 */
	public void endOthers() {
		run("select pg_terminate_backend(pid) from pg_stat_activity"
				+ " where datname = current_database() and pid <> pg_backend_pid()");
	}

	/**
	 * Fresh statistics for the planner and no pending checkpoint, so that runs start
	 * alike.
	 */
	public void settle() {
		run("analyze", "checkpoint");
	}

	public Counters counters() {
		return with((statement) -> {
			try (ResultSet rows = statement.executeQuery("select (select xact_commit from pg_stat_database"
					+ " where datname = current_database()), wal_bytes, wal_sync from pg_stat_wal")) {
				rows.next();
				return new Counters(rows.getLong(1), rows.getLong(2), rows.getLong(3));
			}
		});
	}

	/**
	 * Version and settings that a commit's durability depends on.
	 * @return one line
	 */
	public String description() {
		return with((statement) -> {
			try (ResultSet rows = statement.executeQuery("select 'PostgreSQL ' || current_setting('server_version')"
					+ " || ', fsync ' || current_setting('fsync')"
					+ " || ', synchronous_commit ' || current_setting('synchronous_commit')")) {
				rows.next();
				return rows.getString(1);
			}
		});
	}

	private <T> T with(Question<T> question) {
		try (Connection connection = DriverManager.getConnection(this.url, this.user, this.password);
				Statement statement = connection.createStatement()) {
			return question.ask(statement);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"PostgreSQL at " + this.url + " refused; see Needs in the README of this module", ex);
		}
	}

}
