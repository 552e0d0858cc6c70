package io.tito.benchmark.soak;

/**
 * How long and how hard.
 *
 * @param minutes how long
 * @param threads how many threads write to each cluster
 * @param rate the most transactions of a second, of all threads together
 * @param seed where random numbers begin
 */
record SoakOptions(int minutes, int threads, int rate, long seed) {

	static SoakOptions parse(String... arguments) {
		SoakOptions options = new SoakOptions(30, 2, 200, System.nanoTime());
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private SoakOptions with(String argument) {
		String[] parts = argument.split("=", 2);
		long value = (parts.length > 1) ? Long.parseLong(parts[1]) : 0;
		return switch (parts[0]) {
			case "--minutes" -> new SoakOptions((int) value, this.threads, this.rate, this.seed);
			case "--threads" -> new SoakOptions(this.minutes, (int) value, this.rate, this.seed);
			case "--rate" -> new SoakOptions(this.minutes, this.threads, (int) value, this.seed);
			case "--seed" -> new SoakOptions(this.minutes, this.threads, this.rate, value);
			default -> throw new IllegalArgumentException(
					"Unknown option '" + argument + "'; there are --minutes=30 --threads=2 --rate=200 --seed=1");
		};
	}

}
