package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One run of a history against a server and the model, up to the first step at which they
 * differ.
 */
final class History {

	private static final String PROBE = "probe";

	private final Target target;

	private final Coverage coverage;

	private final List<Step> steps = new ArrayList<>();

	private Connection connection;

	private Model model;

	private @Nullable String difference;

	private History(Target target, @Nullable Rule broken, Coverage coverage) {
		this.target = target;
		this.coverage = coverage;
		this.connection = target.begin();
		this.model = new Model(this.connection.maxTs(PROBE), broken);
	}

	/**
	 * Run a history that is made up on the way.
	 * @param next gives the next step in a state
	 * @param length how many steps at most
	 */
	static History generated(Target target, @Nullable Rule broken, Coverage coverage, Function<Model, Step> next,
			int length) {
		History history = new History(target, broken, coverage);
		for (int i = 0; i < length && history.difference == null; i++) {
			history.step(next.apply(history.model));
		}
		return history;
	}

	/**
	 * Run a history again, as far as its steps are still possible.
	 */
	static History repeated(Target target, @Nullable Rule broken, List<Step> steps) {
		History history = new History(target, broken, new Coverage());
		for (Step step : steps) {
			if (history.difference == null) {
				history.step(step);
			}
		}
		return history;
	}

	boolean failed() {
		return this.difference != null;
	}

	List<Step> steps() {
		return this.steps;
	}

	private void step(Step step) {
		try {
			Model next = this.model.copy();
			String expected = next.apply(step);
			Connection.Reply reply = send(step);
			if (reply.chosen() > 0 && !this.target.isExact()) {
				// somebody had read just below
				next = this.model.copy();
				next.raise(reply.chosen() - 1);
				expected = next.apply(step);
			}
			if (step instanceof Step.Restart) {
				next.raise(this.connection.maxTs(PROBE + this.steps.size()));
			}
			this.model = next;
			this.steps.add(step);
			compare(expected, reply.text());
		}
		catch (Unspecified ex) {
			this.coverage.skip();
		}
	}

	private Connection.Reply send(Step step) {
		if (!(step instanceof Step.Collect || step instanceof Step.Restart)) {
			return this.connection.send(step);
		}
		String answer = this.target.operate(step);
		this.connection = this.target.resume(this.connection);
		return new Connection.Reply(answer, 0);
	}

	private void compare(String expected, String actual) {
		this.coverage.count(this.steps.get(this.steps.size() - 1), actual);
		String before = this.model.dump(Picker.KEYS);
		String stored = this.connection.dump(Picker.KEYS);
		if (!expected.equals(actual) || !before.equals(stored)) {
			this.difference = "expected answer: " + expected + "\nactual answer:   " + actual + "\nexpected state:\n"
					+ before + "\nactual state:\n" + stored;
		}
	}

	/**
	 * The steps, and how the last one differs.
	 */
	String describe() {
		StringBuilder text = new StringBuilder();
		this.steps.forEach((step) -> text.append(step).append('\n'));
		return Time.readable(text.append(this.difference).toString());
	}

}
