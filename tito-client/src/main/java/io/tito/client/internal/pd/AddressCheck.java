package io.tito.client.internal.pd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.tito.client.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

/**
 * Asks every PD address once, before a session is opened: a session tries for long and
 * does not say which address was wrong.
 */
public final class AddressCheck {

	private final Duration timeout;

	private final List<String> alive = new ArrayList<>();

	private final Map<String, String> failures = new LinkedHashMap<>();

	private AddressCheck(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Find the addresses that answer as a PD with a leader.
	 * @param addresses {@code host:port}
	 * @param timeout the time for all of them together
	 * @return the addresses that answered, then the others
	 * @throws StoreUnavailableException if none did; the message names each
	 */
	public static List<String> order(List<String> addresses, Duration timeout) {
		AddressCheck check = new AddressCheck(timeout);
		List<Probe> probes = new ArrayList<>();
		try {
			addresses.forEach((address) -> check.start(address, probes));
			check.await(probes);
		}
		finally {
			probes.forEach((probe) -> probe.channel().shutdownNow());
		}
		if (check.alive.isEmpty()) {
			throw check.unavailable();
		}
		return check.ordered(addresses);
	}

	private void start(String address, List<Probe> probes) {
		String target = strip(address);
		try {
			URI uri = URI.create("http://" + target);
			if (uri.getHost() == null || uri.getPort() < 0) {
				this.failures.put(address, "is not of the form host:port");
				return;
			}
			ManagedChannel channel = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
				.usePlaintext()
				.build();
			probes.add(new Probe(address, channel,
					PDGrpc.newFutureStub(channel)
						.withDeadlineAfter(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
						.getMembers(Pdpb.GetMembersRequest.getDefaultInstance())));
		}
		catch (IllegalArgumentException ex) {
			this.failures.put(address, "is not of the form host:port");
		}
	}

	private void await(List<Probe> probes) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		for (Probe probe : probes) {
			// one answer is enough: the others get no more than what they needed anyway
			long left = this.alive.isEmpty() ? Math.max(0, deadline - System.nanoTime()) : 0;
			String failure = probe.failure(left);
			if (failure == null) {
				this.alive.add(probe.address());
			}
			else {
				this.failures.put(probe.address(), failure);
			}
		}
	}

	private List<String> ordered(List<String> addresses) {
		List<String> ordered = new ArrayList<>(this.alive);
		addresses.stream().filter((address) -> !this.alive.contains(address)).forEach(ordered::add);
		return ordered.stream().map(AddressCheck::strip).toList();
	}

	private static String strip(String address) {
		return address.strip().replaceFirst("^https?://", "");
	}

	private StoreUnavailableException unavailable() {
		List<String> lines = new ArrayList<>();
		this.failures.forEach((address, failure) -> lines.add("'" + address + "' " + failure));
		return new StoreUnavailableException(
				"No PD server answered within %d ms: %s. Check the addresses and that PD runs there"
					.formatted(this.timeout.toMillis(), String.join("; ", lines)),
				null);
	}

	private record Probe(String address, ManagedChannel channel, Future<Pdpb.GetMembersResponse> answer) {

		@Nullable String failure(long nanos) {
			try {
				Pdpb.GetMembersResponse members = this.answer.get(nanos, TimeUnit.NANOSECONDS);
				return (members.getLeader().getClientUrlsCount() > 0) ? null : "answered, but PD has no leader";
			}
			catch (TimeoutException ex) {
				return "did not answer";
			}
			catch (ExecutionException ex) {
				return describe(Status.fromThrowable(ex.getCause()));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return "was not asked: the thread was interrupted";
			}
		}

		private static String describe(Status status) {
			Throwable cause = status.getCause();
			while (cause != null && cause.getCause() != null) {
				cause = cause.getCause();
			}
			return switch (status.getCode()) {
				case DEADLINE_EXCEEDED -> "did not answer";
				case UNIMPLEMENTED -> "is not a PD server";
				default -> "failed with " + status.getCode() + ((cause != null) ? ": " + cause.getMessage()
						: (status.getDescription() != null) ? ": " + status.getDescription() : "");
			};
		}

	}

}
