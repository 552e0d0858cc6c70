package io.tito.embedded.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One run of the suite, whatever part of it: its target and its table, which is written
 * and printed at the end.
 */
final class ConformanceRun implements AutoCloseable {

	/**
	 * Where to write the table; if it is named, the table is not printed.
	 */
	static final String FILE_PARAMETER = "tito.test.table";

	private static final Path FILE = Path.of("target", "conformance.txt");

	private final ConformanceTarget target;

	private final Exceptions exceptions;

	private final ConformanceTable table;

	private final Path file;

	private final boolean printed;

	private ConformanceRun(ExtensionContext context) {
		this.target = ConformanceTarget.of(context::getConfigurationParameter);
		this.exceptions = Exceptions.of(this.target.name());
		this.table = new ConformanceTable(this.target.toString(), this.exceptions);
		this.file = context.getConfigurationParameter(FILE_PARAMETER).map(Path::of).orElse(FILE);
		this.printed = this.file.equals(FILE);
	}

	static ConformanceRun of(ExtensionContext context) {
		ExtensionContext root = context.getRoot();
		return root.getStore(ExtensionContext.Namespace.create(ConformanceRun.class))
			.computeIfAbsent(ConformanceRun.class, (key) -> new ConformanceRun(root), ConformanceRun.class);
	}

	ConformanceTarget target() {
		return this.target;
	}

	Exceptions exceptions() {
		return this.exceptions;
	}

	ConformanceTable table() {
		return this.table;
	}

	@Override
	public void close() throws IOException {
		this.target.close();
		Files.createDirectories(this.file.toAbsolutePath().getParent());
		Files.writeString(this.file, this.table.toString());
		if (this.printed) {
			System.out.print(this.table);
		}
	}

}
