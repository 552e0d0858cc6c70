package io.tito.client.internal.rpc;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.netty.handler.ssl.NotSslRecordException;

/**
 * Why a call failed, for people: what the transport says and, where it is about TLS, what
 * to do.
 */
public final class Diagnosis {

	// what gRPC says of an alert of TLS where HTTP/2's greeting is due
	private static final String ALERT_TO_PLAIN_TEXT = "Hex dump for first 5 bytes: 15";

	// of the JDK's HostnameChecker
	private static final Pattern OTHER_HOST = Pattern.compile("^No (subject alternative|name matching)");

	private static final Pattern HUNG_UP = Pattern
		.compile("Network closed for unknown reason|Connection reset.*|Broken pipe.*");

	private Diagnosis() {
	}

	/**
	 * Say what is wrong.
	 * @param status how the call ended
	 * @return one line without a full stop
	 */
	public static String of(Status status) {
		List<Throwable> causes = causes(status.getCause());
		if (any(causes, NotSslRecordException.class)) {
			return "the server does not speak TLS; leave TLS out, or switch it on there";
		}
		Throwable root = causes.isEmpty() ? null : causes.get(causes.size() - 1);
		String said = (root != null && root.getMessage() != null) ? root.getMessage()
				: String.valueOf(status.getDescription());
		String advice = advice(causes, said);
		return advice.isEmpty() ? said : said + ": " + advice;
	}

	private static List<Throwable> causes(@Nullable Throwable failure) {
		List<Throwable> causes = new ArrayList<>();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			causes.add(cause);
		}
		return causes;
	}

	private static boolean any(List<Throwable> causes, Class<? extends Throwable> type) {
		return causes.stream().anyMatch(type::isInstance);
	}

	private static String advice(List<Throwable> causes, String said) {
		if (any(causes, CertificateExpiredException.class) || any(causes, CertificateNotYetValidException.class)) {
			return "the server's certificate is not valid at this time; renew it, and check the clocks";
		}
		if (any(causes, CertPathBuilderException.class) || any(causes, CertPathValidatorException.class)) {
			return "nobody whom this client trusts vouches for the server's certificate; trust the authority that "
					+ "issued it";
		}
		if (any(causes, CertificateException.class) && OTHER_HOST.matcher(said).find()) {
			return "the server's certificate is not for this host; use a name that it has, or issue it for this one";
		}
		if (any(causes, SSLException.class) && said.contains("fatal alert")) {
			return "the server refuses this client's certificate, or misses one; present one that its authority issued";
		}
		return said.contains(ALERT_TO_PLAIN_TEXT) ? "the server speaks TLS; use TLS" : "";
	}

	/**
	 * Say what is wrong with the first call on a connection. A server that hangs up on a
	 * newcomer does not say why.
	 * @param status how the call ended
	 * @return one line without a full stop
	 */
	public static String ofFirstCall(Status status) {
		String said = of(status);
		return HUNG_UP.matcher(said).matches() ? said + ": the server may want TLS, or a client certificate" : said;
	}

}
