package io.tito.client.internal.pd;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.RpcException;
import io.tito.client.internal.rpc.Session;
import io.tito.client.internal.rpc.SingleCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;

/**
 * The PD server that leads; only it gives timestamps and regions. Thread-safe.
 */
public final class PdLeader {

	private static final Logger logger = LoggerFactory.getLogger(PdLeader.class);

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private final Session session;

	private volatile List<String> members;

	private volatile String address;

	private volatile Pdpb.RequestHeader header = Pdpb.RequestHeader.getDefaultInstance();

	/**
	 * Create one that still has to be {@link #refresh found}.
	 * @param session the session whose channels are used
	 * @param addresses where to ask
	 */
	public PdLeader(Session session, List<String> addresses) {
		this.session = session;
		this.members = List.copyOf(addresses);
		this.address = addresses.get(0);
	}

	public long clusterId() {
		return this.header.getClusterId();
	}

	Pdpb.RequestHeader header() {
		return this.header;
	}

	ManagedChannel channel() {
		return this.session.channel(this.address);
	}

	/**
	 * Ask the members in turn who leads.
	 * @param budget pays
	 * @throws RpcException if none of them knows
	 */
	public void refresh(Budget budget) throws RpcException {
		Set<String> candidates = new LinkedHashSet<>(this.members);
		RpcException last = new RpcException(Status.Code.UNAVAILABLE, false, "PD has no leader", null);
		for (String candidate : candidates) {
			try {
				ManagedChannel channel = this.session.channel(candidate);
				channel.resetConnectBackoff();
				if (accept(budget.await(SingleCall.send(channel, PDGrpc.getGetMembersMethod(),
						Pdpb.GetMembersRequest.getDefaultInstance(), DEADLINE)))) {
					return;
				}
			}
			catch (RpcException ex) {
				last = ex;
			}
		}
		throw last;
	}

	private boolean accept(Pdpb.GetMembersResponse response) {
		if (response.getLeader().getClientUrlsCount() == 0) {
			return false;
		}
		String leader = hostAndPort(response.getLeader().getClientUrls(0));
		if (!leader.equals(this.address)) {
			logger.debug("PD is led by {}", leader);
		}
		this.address = leader;
		this.header = Pdpb.RequestHeader.newBuilder().setClusterId(response.getHeader().getClusterId()).build();
		Set<String> known = new LinkedHashSet<>();
		known.add(leader);
		response.getMembersList()
			.forEach((member) -> member.getClientUrlsList().forEach((url) -> known.add(hostAndPort(url))));
		known.addAll(this.members);
		this.members = List.copyOf(known);
		return true;
	}

	private static String hostAndPort(String url) {
		URI uri = URI.create(url.contains("://") ? url : "http://" + url);
		return uri.getAuthority();
	}

	<Q, A> Pending<A> call(MethodDescriptor<Q, A> method, Q request) {
		return SingleCall.send(channel(), method, request, DEADLINE);
	}

}
