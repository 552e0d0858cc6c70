package io.tito.embedded.fault;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * One RPC of the server.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the response
 * @param name its name in the protocol
 * @param handler computes the response
 * @param regionError the response that carries a region error, if the RPC has one
 * @param keyError the response that carries a key error, if the RPC has one
 */
public record Rpc<Q extends Message, R extends Message>(String name, Handler<Q, R> handler,
		@Nullable Function<Errorpb.Error, R> regionError, @Nullable Function<KeyError, R> keyError) {

	public static <Q extends Message, R extends Message> Rpc<Q, R> of(String name, Function<Q, R> body) {
		return new Rpc<>(name, (request, out) -> out.accept(body.apply(request)), null, null);
	}

	R regionError(Errorpb.Error error) {
		return fail("region", this.regionError, error);
	}

	R keyError(KeyError error) {
		return fail("key", this.keyError, error);
	}

	private <E> R fail(String kind, @Nullable Function<E, R> response, E error) {
		if (response == null) {
			throw new IllegalStateException("The responses of " + this.name + " carry no " + kind
					+ " error; give the expectation another action");
		}
		return response.apply(error);
	}

}
