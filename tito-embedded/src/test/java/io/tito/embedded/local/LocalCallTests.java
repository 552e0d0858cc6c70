package io.tito.embedded.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb.GetMembersRequest;
import org.tikv.shade.com.google.common.util.concurrent.Futures;
import org.tikv.shade.com.google.common.util.concurrent.ListenableFuture;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.health.v1.HealthCheckRequest;
import org.tikv.shade.io.grpc.health.v1.HealthCheckResponse;
import org.tikv.shade.io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import org.tikv.shade.io.grpc.health.v1.HealthGrpc;
import org.tikv.shade.io.grpc.stub.ServerCallStreamObserver;
import org.tikv.shade.io.grpc.stub.StreamObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How calls inside the JVM are answered, refused and ended.
 */
@Timeout(20)
class LocalCallTests {

	private static final HealthCheckRequest REQUEST = HealthCheckRequest.newBuilder().setService("any").build();

	private static final HealthCheckResponse SERVING = HealthCheckResponse.newBuilder()
		.setStatus(ServingStatus.SERVING)
		.build();

	private final Service service = new Service();

	private LocalServer server = new LocalServer(List.of(this.service));

	private final LocalChannel channel = new LocalChannel(() -> this.server, "somewhere:1");

	@Test
	void runsTheHandlerOnTheThreadOfTheCaller() {
		assertThat(HealthGrpc.newBlockingStub(this.channel).check(REQUEST)).isSameAs(SERVING);
		assertThat(this.service.thread).isSameAs(Thread.currentThread());
		assertThat(this.service.request).isSameAs(REQUEST);
	}

	@Test
	void answersABlockingStubFromAnotherThread() {
		this.service.hold = true;
		ListenableFuture<HealthCheckResponse> first = call();
		CompletableFuture.runAsync(() -> this.service.answer());
		assertThat(Futures.getUnchecked(first)).isSameAs(SERVING);
		this.service.onCheck = () -> CompletableFuture.runAsync(() -> this.service.answer());
		assertThat(HealthGrpc.newBlockingStub(this.channel).check(REQUEST)).isSameAs(SERVING);
		assertThat(this.server.waiting()).isZero();
	}

	@Test
	void givesAnswersToTheExecutorOfTheCall() {
		ExecutorService threads = Executors.newSingleThreadExecutor((work) -> new Thread(work, "answers"));
		try {
			CompletableFuture<String> seen = new CompletableFuture<>();
			HealthGrpc.newStub(this.channel)
				.withExecutor(threads)
				.check(REQUEST, new Answer(() -> seen.complete(Thread.currentThread().getName())));
			assertThat(seen.join()).isEqualTo("answers");
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void refusesWhatItDoesNotServe() {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> PDGrpc.newBlockingStub(this.channel).getMembers(GetMembersRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
	}

	@Test
	void tellsThatAHandlerFailed() {
		this.service.onCheck = () -> {
			throw new IllegalStateException("broken");
		};
		assertEnds(call(), Status.Code.UNKNOWN);
	}

	@Test
	void endsACallWithoutAnAnswerAtItsDeadline() {
		this.service.hold = true;
		HealthGrpc.HealthBlockingStub stub = HealthGrpc.newBlockingStub(this.channel)
			.withDeadlineAfter(20, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> stub.check(REQUEST))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
		assertGone();
	}

	@Test
	void endsWaitingCallsWhenTheServerCloses() {
		this.service.hold = true;
		ListenableFuture<HealthCheckResponse> waiting = call();
		assertThat(this.server.waiting()).isOne();
		this.server.close();
		assertEnds(waiting, Status.Code.UNAVAILABLE);
		assertGone();
		assertEnds(call(), Status.Code.UNAVAILABLE);
	}

	@Test
	void goesToTheServerThatRunsNow() {
		this.server.close();
		this.server = new LocalServer(List.of(this.service));
		assertThat(Futures.getUnchecked(call())).isSameAs(SERVING);
	}

	@Test
	void endsItsOwnCallsWhenTheChannelIsShutDown() {
		this.service.hold = true;
		LocalChannel other = new LocalChannel(() -> this.server, "somewhere:1");
		ListenableFuture<HealthCheckResponse> others = HealthGrpc.newFutureStub(other).check(REQUEST);
		ListenableFuture<HealthCheckResponse> own = call();
		this.channel.shutdownNow();
		assertEnds(own, Status.Code.UNAVAILABLE);
		assertThat(others.isDone()).isFalse();
		assertEnds(call(), Status.Code.UNAVAILABLE);
		assertThat(this.channel.isTerminated()).isTrue();
	}

	/**
	 * The call is not known to wait yet when the channel is shut down.
	 */
	@Test
	void endsACallWhoseHandlerRunsWhenTheChannelIsShutDown() {
		this.service.hold = true;
		this.service.onCheck = this.channel::shutdown;
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(call()::get)
			.withMessageContaining("The channel was shut down");
		assertGone();
	}

	@Test
	void tellsTheServerThatTheCallerHasGivenUp() {
		this.service.hold = true;
		call().cancel(true);
		assertGone();
	}

	@Test
	void survivesAClientThatFails() {
		CompletableFuture<Void> asked = new CompletableFuture<>();
		HealthGrpc.newStub(this.channel).check(REQUEST, new Answer(() -> {
			asked.complete(null);
			throw new IllegalStateException("the client's");
		}));
		assertThat(asked).isDone();
		assertThat(this.server.waiting()).isZero();
		assertThat(Futures.getUnchecked(call())).isSameAs(SERVING);
	}

	private ListenableFuture<HealthCheckResponse> call() {
		return HealthGrpc.newFutureStub(this.channel).check(REQUEST);
	}

	private void assertGone() {
		assertThat(this.service.isCancelled()).isTrue();
		assertThat(this.server.waiting()).isZero();
	}

	private static void assertEnds(ListenableFuture<?> call, Status.Code code) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(call::get)
			.satisfies((ex) -> assertThat(Status.fromThrowable(ex).getCode()).isEqualTo(code));
	}

	private static final class Service extends HealthGrpc.HealthImplBase {

		private volatile boolean hold;

		private volatile Runnable onCheck = () -> {
		};

		private volatile Thread thread;

		private volatile HealthCheckRequest request;

		private volatile StreamObserver<HealthCheckResponse> out;

		@Override
		public void check(HealthCheckRequest asked, StreamObserver<HealthCheckResponse> answer) {
			this.thread = Thread.currentThread();
			this.request = asked;
			this.out = answer;
			this.onCheck.run();
			if (!this.hold) {
				answer();
			}
		}

		void answer() {
			this.out.onNext(SERVING);
			this.out.onCompleted();
		}

		boolean isCancelled() {
			return ((ServerCallStreamObserver<HealthCheckResponse>) this.out).isCancelled();
		}

	}

	private record Answer(Runnable taken) implements StreamObserver<HealthCheckResponse> {

		@Override
		public void onNext(HealthCheckResponse answer) {
			this.taken.run();
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onCompleted() {
		}

	}

}
