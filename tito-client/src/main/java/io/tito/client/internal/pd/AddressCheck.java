package io.tito.client.internal.pd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.client.ClientTimeoutException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.internal.rpc.Session;

/**
 * Asks every PD address once, all at the same time, before the first of them is relied
 * on: what is wrong with each can be told, and one that is silent holds nothing up.
 */
public final class AddressCheck {

	private AddressCheck() {
	}

	/**
	 * Find the addresses that answer as a PD with a leader.
	 * @param session whose connections are used
	 * @param addresses {@code host:port}
	 * @param timeout the time until the first of them has to answer
	 * @return the addresses that had answered when the first good answer came
	 * @throws StoreUnavailableException if none did; the message names each
	 */
	public static List<String> alive(Session session, List<String> addresses, Duration timeout) {
		CountDownLatch good = new CountDownLatch(1);
		CountDownLatch all = new CountDownLatch(addresses.size());
		List<AddressProbe> probes = new ArrayList<>();
		for (String address : addresses) {
			probes.add(AddressProbe.start(session, strip(address), timeout, (success) -> {
				all.countDown();
				if (success || all.getCount() == 0) {
					good.countDown();
				}
			}));
		}
		await(good, timeout);
		List<String> alive = probes.stream().filter(AddressProbe::good).map(AddressProbe::address).toList();
		if (alive.isEmpty()) {
			throw unavailable(probes);
		}
		return alive;
	}

	/**
	 * The address without a scheme.
	 * @param address {@code host:port}, perhaps with {@code http://} before it
	 * @return {@code host:port}
	 */
	public static String strip(String address) {
		return address.strip().replaceFirst("^https?://", "");
	}

	static boolean wellFormed(String address) {
		try {
			URI uri = URI.create("http://" + address);
			return uri.getHost() != null && uri.getPort() > 0;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static void await(CountDownLatch latch, Duration timeout) {
		try {
			latch.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClientTimeoutException("The thread was interrupted while connecting to PD", ex);
		}
	}

	private static StoreUnavailableException unavailable(List<AddressProbe> probes) {
		List<String> lines = probes.stream().map((probe) -> "'" + probe.address() + "' " + probe.failure()).toList();
		return new StoreUnavailableException(
				"No PD server can be reached: %s. Check the addresses and that PD runs there"
					.formatted(String.join("; ", lines)),
				null);
	}

}
