package io.tito.benchmark.peer.measure;

import io.tito.benchmark.WarmUp;

/**
 * The workloads by their names. Before and after each, the product is open, its consumers
 * are off and its store is empty.
 */
public final class Workloads {

	private static final int RATE = 200;

	private final Session session;

	public Workloads(Session session) {
		this.session = session;
	}

	/**
	 * Commit, drain and handle, unreported, until compilers are idle or patience is at
	 * its end.
	 * @return what was done
	 * @throws Exception if the product fails
	 */
	public WarmUp warmUp() throws Exception {
		return WarmUp.run(new Rehearsal(this.session)::pass, this.session::compiled,
				this.session.scale().warmUpCapMillis() / 1000.0);
	}

	/**
	 * Measure.
	 * @param work the name of a workload
	 * @throws Exception if the product fails
	 */
	public void measure(String work) throws Exception {
		switch (work) {
			case "W1" -> {
				CommitPath.measure(this.session, 1);
				CommitPath.measure(this.session, 4);
				CommitPath.measure(this.session, 16);
			}
			case "W2" -> new Drain(this.session).measure();
			case "W3" -> {
				new EndToEnd(this.session, 0).measure();
				new EndToEnd(this.session, RATE).measure();
			}
			case "W4" -> {
				if (this.session.product().delays()) {
					new Scheduled(this.session).measure();
				}
			}
			case "W5" -> new Drain(this.session).measure(1_000, 10_000, 100_000, 1_000_000);
			case "W5S" -> new Drain(this.session).measure(1_000, 10_000);
			default -> throw new IllegalArgumentException(
					"There is no workload '" + work + "'; there are W1, W2, W3, W4, W5 and W5S");
		}
	}

}
