package io.tito.autoconfigure.tikv;

import java.util.regex.Pattern;

/**
 * The form of an address: {@code host:port}, {@code [ipv6]:port}.
 */
final class PdAddress {

	private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:/\\[\\]]+):(\\d{1,5})");

	private static final int LAST_PORT = 65535;

	private PdAddress() {
	}

	static void check(String address) {
		var matcher = FORM.matcher(address);
		if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > LAST_PORT) {
			throw new IllegalArgumentException(
					"tito.tikv.pd-addresses lists host:port of placement drivers, as pd-1:2379, not '%s'"
						.formatted(address));
		}
	}

}
