package io.tito.autoconfigure.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

import io.tito.autoconfigure.tikv.ApplicationName;

import org.springframework.core.env.Environment;

/**
 * The name of an instance that was given none. A name that a restart keeps lets the new
 * process end the session of the old one at once; but two running instances of one name
 * would end each other's over and over. So only what is surely unique makes a name: a
 * host has each port once. Without a fixed port, a random number takes its place.
 */
final class InstanceName {

	private static final int LONGEST = 64;

	private InstanceName() {
	}

	static String of(Environment environment, boolean webServer) {
		return of(ApplicationName.of(environment), host(), port(environment, webServer));
	}

	static String of(String application, String host, String port) {
		int left = LONGEST - port.length() - 2;
		String shortHost = shorten(clean(host), left / 2);
		String shortApplication = shorten(clean(application), left - shortHost.length());
		return shortApplication + "-" + shortHost + "-" + port;
	}

	private static String port(Environment environment, boolean webServer) {
		int port = webServer ? environment.getProperty("server.port", Integer.class, 8080) : 0;
		return (port > 0) ? String.valueOf(port) : UUID.randomUUID().toString().substring(0, 8);
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "host-" + UUID.randomUUID().toString().substring(0, 8);
		}
	}

	private static String clean(String text) {
		return text.replaceAll("[^A-Za-z0-9._-]", "_");
	}

	private static String shorten(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		// the hash keeps names apart whose beginnings are the same
		String hash = Integer.toHexString(text.hashCode());
		return text.substring(0, length - hash.length() - 1) + "_" + hash;
	}

}
