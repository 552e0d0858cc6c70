package io.tito.embedded;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The options of the server that runs alone.
 *
 * @param help whether help was asked for
 * @param server the settings
 */
record CommandLine(boolean help, EmbeddedTikv.Builder server) {

	static final String HELP = """
			Usage: java -jar tito-embedded.jar [options]

			PD and TiKV in one process, for development and tests.

			  --port <n>        port to listen on, 0 for any free one (default 2379)
			  --host <name>     address to listen on (default 127.0.0.1; it asks nobody for a password)
			  --advertise <h>   host that clients are told (default: the address it listens on)
			  --data-dir <dir>  where to keep data (default: in memory, gone at the end)
			  --tls-cert <file> encrypt, with this certificate and those that vouch for it (PEM)
			  --tls-key <file>  its key (PEM, PKCS#8 without a password)
			  --tls-client-ca <file>
			                    let in only clients with a certificate of this authority (PEM)
			  --stores <n>      how many stores, the others on free ports (default 1)
			  --cluster-id <n>  id of the cluster (default 1)
			  --help            show this text
			""";

	private static final int DEFAULT_PORT = 2379;

	private static final int MAX_PORT = 65535;

	private static final int MAX_STORES = 100;

	static CommandLine parse(List<String> arguments) {
		EmbeddedTikv.Builder server = EmbeddedTikv.builder().port(DEFAULT_PORT);
		Iterator<String> rest = arguments.stream()
			.flatMap((argument) -> argument.startsWith("--") ? List.of(argument.split("=", 2)).stream()
					: List.of(argument).stream())
			.iterator();
		TlsFiles tls = new TlsFiles();
		boolean help = false;
		while (rest.hasNext()) {
			String option = rest.next();
			switch (option) {
				case "--help" -> help = true;
				case "--port" -> server.port((int) number(option, rest, 0, MAX_PORT));
				case "--host" -> server.host(value(option, rest));
				case "--advertise" -> server.advertise(value(option, rest));
				case "--cluster-id" -> server.clusterId(number(option, rest, 0, Long.MAX_VALUE));
				case "--data-dir" -> server.dataDirectory(Path.of(value(option, rest)));
				case "--tls-cert" -> tls.certificate = Path.of(value(option, rest));
				case "--tls-key" -> tls.key = Path.of(value(option, rest));
				case "--tls-client-ca" -> tls.clientCa = Path.of(value(option, rest));
				case "--stores" -> server.stores((int) number(option, rest, 1, MAX_STORES));
				default -> throw new WrongUsageException("Unknown option '" + option + "'");
			}
		}
		tls.applyTo(server);
		return new CommandLine(help, server);
	}

	private static String value(String option, Iterator<String> rest) {
		if (!rest.hasNext()) {
			throw new WrongUsageException(option + " needs a value");
		}
		return rest.next();
	}

	private static long number(String option, Iterator<String> rest, long min, long max) {
		String value = value(option, rest);
		try {
			long number = Long.parseLong(value);
			if (number >= min && number <= max) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new WrongUsageException(option + " needs a number from " + min + " to " + max + ", not '" + value + "'");
	}

	/**
	 * The files for TLS, which go together.
	 */
	private static final class TlsFiles {

		private @Nullable Path certificate;

		private @Nullable Path key;

		private @Nullable Path clientCa;

		void applyTo(EmbeddedTikv.Builder server) {
			if (this.certificate != null && this.key != null) {
				server.tls(this.certificate, this.key);
			}
			else if (this.certificate != null || this.key != null || this.clientCa != null) {
				throw new WrongUsageException("TLS needs both --tls-cert and --tls-key");
			}
			if (this.clientCa != null) {
				server.tlsClientCa(this.clientCa);
			}
		}

	}

	/**
	 * The options make no sense.
	 */
	static final class WrongUsageException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		WrongUsageException(String message) {
			super(message);
		}

	}

}
