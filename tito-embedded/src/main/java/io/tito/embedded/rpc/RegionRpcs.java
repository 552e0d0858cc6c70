package io.tito.embedded.rpc;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.tito.embedded.fault.Handler;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.mvcc.InvalidTimestampException;
import io.tito.embedded.mvcc.MaxTimestampNotSyncedException;
import io.tito.embedded.storage.Durability;
import io.tito.embedded.storage.KeyRange;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * Makes RPCs that go to a region: the request is let in or answered with a region error.
 */
final class RegionRpcs {

	private final RegionGate gate;

	private final Durability durability;

	/**
	 * Make RPCs.
	 * @param gate lets requests in
	 * @param durability what the answers of those who write wait for
	 */
	RegionRpcs(RegionGate gate, Durability durability) {
		this.gate = gate;
		this.durability = durability;
	}

	/**
	 * An RPC that reads, answered at once.
	 * @param <Q> the type of the request
	 * @param <R> the type of the response
	 * @param name its name
	 * @param context where the request was sent to
	 * @param keys the keys that must lie in the region
	 * @param command computes the response, given the region's keys
	 * @param regionError the response that carries a region error
	 * @param keyError the response that carries a key error, if there is one
	 * @return the RPC
	 */
	<Q extends Message, R extends Message> Rpc<Q, R> reading(String name, Function<Q, Context> context,
			Function<Q, List<ByteString>> keys, BiFunction<Q, KeyRange, R> command,
			Function<Errorpb.Error, R> regionError, @Nullable Function<KeyError, R> keyError) {
		return make(name, context, keys, (request, region, out) -> out.accept(command.apply(request, region)),
				regionError, keyError);
	}

	/**
	 * An RPC that writes. It is answered once its changes survive a crash.
	 * @param <Q> the type of the request
	 * @param <R> the type of the response
	 * @param name its name
	 * @param context where the request was sent to
	 * @param keys the keys that must lie in the region
	 * @param command computes the response, given the region's keys
	 * @param regionError the response that carries a region error
	 * @param keyError the response that carries a key error, if there is one
	 * @return the RPC
	 */
	<Q extends Message, R extends Message> Rpc<Q, R> writing(String name, Function<Q, Context> context,
			Function<Q, List<ByteString>> keys, BiFunction<Q, KeyRange, R> command,
			Function<Errorpb.Error, R> regionError, @Nullable Function<KeyError, R> keyError) {
		return make(name, context, keys, (request, region, out) -> {
			R response = command.apply(request, region);
			this.durability.whenDurable(() -> out.accept(response));
		}, regionError, keyError);
	}

	/**
	 * An RPC that writes what is nothing yet without a later request, and that may wait
	 * for others. Since changes survive in their order, what the later request writes
	 * does not without it, and if a crash of the machine takes it back, that request
	 * fails: so it is answered once it survives the end of the process.
	 * @param <Q> the type of the request
	 * @param <R> the type of the response
	 * @param name its name
	 * @param context where the request was sent to
	 * @param keys the keys that must lie in the region
	 * @param decides whether a request may decide something by itself: then the answer
	 * waits until its changes survive a crash
	 * @param command computes the response, given the region's keys
	 * @param regionError the response that carries a region error
	 * @param keyError the response that carries a key error, if there is one
	 * @return the RPC
	 */
	<Q extends Message, R extends Message> Rpc<Q, R> preparing(String name, Function<Q, Context> context,
			Function<Q, List<ByteString>> keys, Predicate<Q> decides, Command<Q, R> command,
			Function<Errorpb.Error, R> regionError, @Nullable Function<KeyError, R> keyError) {
		return make(name, context, keys,
				(request, region, out) -> command.run(request, region,
						(response) -> answer(decides.test(request), () -> out.accept(response))),
				regionError, keyError);
	}

	private void answer(boolean decided, Runnable answer) {
		if (decided) {
			this.durability.whenDurable(answer);
		}
		else {
			this.durability.whenHandedOver(answer);
		}
	}

	/**
	 * An RPC that writes and goes to a store, whatever its regions.
	 * @param <Q> the type of the request
	 * @param <R> the type of the response
	 * @param name its name
	 * @param command computes the response
	 * @return the RPC
	 */
	<Q extends Message, R extends Message> Rpc<Q, R> storeWriting(String name, Function<Q, R> command) {
		return new Rpc<>(name, (request, out) -> {
			R response = command.apply(request);
			this.durability.whenDurable(() -> out.accept(response));
		}, null, null);
	}

	private <Q extends Message, R extends Message> Rpc<Q, R> make(String name, Function<Q, Context> context,
			Function<Q, List<ByteString>> keys, Command<Q, R> command, Function<Errorpb.Error, R> regionError,
			@Nullable Function<KeyError, R> keyError) {
		Handler<Q, R> handler = (request, out) -> {
			try {
				command.run(request, this.gate.enter(context.apply(request), keys.apply(request)), out);
			}
			catch (RegionException ex) {
				out.accept(regionError.apply(ex.error()));
			}
			catch (MaxTimestampNotSyncedException ex) {
				out.accept(regionError.apply(Errorpb.Error.newBuilder()
					.setMessage(ex.getMessage())
					.setMaxTimestampNotSynced(Errorpb.MaxTimestampNotSynced.getDefaultInstance())
					.build()));
			}
			catch (InvalidTimestampException ex) {
				out.accept(regionError.apply(Errorpb.Error.newBuilder().setMessage(ex.getMessage()).build()));
			}
		};
		return new Rpc<>(name, handler, regionError, keyError);
	}

	/**
	 * Answers a request that was let in.
	 *
	 * @param <Q> the type of the request
	 * @param <R> the type of the response
	 */
	interface Command<Q, R> {

		void run(Q request, KeyRange region, Consumer<R> out);

	}

}
