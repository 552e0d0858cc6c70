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
		if (!isWellFormed(address)) {
			throw new IllegalArgumentException(
					"tito.tikv.pd-addresses lists host:port of placement drivers, as pd-1:2379, not '%s'"
						.formatted(address));
		}
	}

	static void checkMapping(String known, String reachedAt) {
		if (!isWellFormed(known) || !isWellFormed(reachedAt)) {
			throw new IllegalArgumentException(
					"tito.tikv.host-mapping maps host:port to host:port, with the first in brackets, as "
							+ "tito.tikv.host-mapping[tikv-0:20160]=localhost:20160, not '%s' to '%s'".formatted(known,
									reachedAt));
		}
	}

	private static boolean isWellFormed(String address) {
		var matcher = FORM.matcher(address);
		return matcher.matches() && Integer.parseInt(matcher.group(2)) <= LAST_PORT;
	}

}
