package io.tito.embedded;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Runs an embedded server as a process of its own, until it is told to end.
 */
public final class StandAlone {

	private static final int FAILED = 1;

	private static final int WRONG_USAGE = 2;

	private final PrintStream out;

	private final PrintStream err;

	private final Consumer<EmbeddedTikv> serving;

	StandAlone(PrintStream out, PrintStream err, Consumer<EmbeddedTikv> serving) {
		this.out = out;
		this.err = err;
		this.serving = serving;
	}

	/**
	 * Run a server.
	 * @param arguments see {@code --help}
	 */
	public static void main(String[] arguments) {
		logToStandardError();
		System.exit(new StandAlone(System.out, System.err, StandAlone::serve).run(List.of(arguments)));
	}

	private static void logToStandardError() {
		defaultProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
		defaultProperty("org.slf4j.simpleLogger.showDateTime", "true");
		defaultProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd HH:mm:ss.SSS");
	}

	private static void defaultProperty(String name, String value) {
		if (System.getProperty(name) == null) {
			System.setProperty(name, value);
		}
	}

	int run(List<String> arguments) {
		try {
			CommandLine line = CommandLine.parse(arguments);
			if (line.help()) {
				this.out.print(CommandLine.HELP);
				return 0;
			}
			EmbeddedTikv server = line.server().start();
			this.out.println("Embedded TiKV listens on " + server.address());
			this.out.flush();
			this.serving.accept(server);
			return 0;
		}
		catch (CommandLine.WrongUsageException ex) {
			this.err.println(ex.getMessage() + ". Options: --help");
			return WRONG_USAGE;
		}
		catch (UncheckedIOException ex) {
			this.err.println(ex.getMessage());
			return FAILED;
		}
	}

	private static void serve(EmbeddedTikv server) {
		CountDownLatch ended = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			server.close();
			ended.countDown();
		}, "tito-embedded-shutdown"));
		try {
			ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			server.close();
		}
	}

}
