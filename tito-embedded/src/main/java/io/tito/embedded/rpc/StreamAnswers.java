package io.tito.embedded.rpc;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse.Response;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * The answers of one stream of batched commands. Thread-safe.
 * <p>
 * Those of several messages that one write to the disk has served are not put into one:
 * it was tried, in turns, and 16 threads committed 9 to 16 % less.
 */
final class StreamAnswers {

	private final StreamObserver<BatchCommandsResponse> out;

	private @Nullable Status failure;

	private boolean halfClosed;

	private boolean ended;

	private int unsent;

	/**
	 * Answer a stream.
	 * @param out where answers go
	 */
	StreamAnswers(StreamObserver<BatchCommandsResponse> out) {
		this.out = out;
	}

	/**
	 * Begin to answer a message.
	 * @param commands how many there are
	 * @return the answers to it
	 */
	synchronized Message begin(int commands) {
		this.unsent += commands;
		return new Message(commands);
	}

	/**
	 * No more messages come: end once all answers are sent.
	 */
	synchronized void halfClose() {
		this.halfClosed = true;
		endIfDone();
	}

	/**
	 * Nobody is there any more.
	 */
	synchronized void cancel() {
		this.ended = true;
	}

	private void send(BatchCommandsResponse.Builder answers) {
		if (answers.getResponsesCount() > 0 && !this.ended) {
			this.unsent -= answers.getResponsesCount();
			this.out.onNext(answers.build());
		}
		endIfDone();
	}

	private void endIfDone() {
		if (this.ended) {
			return;
		}
		if (this.failure != null) {
			this.ended = true;
			this.out.onError(this.failure.asRuntimeException());
		}
		else if (this.halfClosed && this.unsent == 0) {
			this.ended = true;
			this.out.onCompleted();
		}
	}

	/**
	 * The answers to one message: collected until they are sent, and sent one by one from
	 * then on.
	 */
	final class Message {

		private BatchCommandsResponse.@Nullable Builder collected = BatchCommandsResponse.newBuilder();

		private @Nullable Status broken;

		private int missing;

		private Message(int commands) {
			this.missing = commands;
		}

		/**
		 * Answer a command.
		 */
		void add(long id, Response response) {
			synchronized (StreamAnswers.this) {
				this.missing--;
				BatchCommandsResponse.Builder collecting = this.collected;
				if (collecting != null) {
					collecting.addRequestIds(id).addResponses(response);
				}
				else {
					send(BatchCommandsResponse.newBuilder().addRequestIds(id).addResponses(response));
				}
			}
		}

		/**
		 * Break the stream instead of answering a command, after the other answers to
		 * this message.
		 */
		void fail(Status status) {
			synchronized (StreamAnswers.this) {
				this.missing--;
				StreamAnswers.this.unsent--;
				this.broken = status;
				if (this.collected == null) {
					sendAll();
				}
			}
		}

		boolean isComplete() {
			synchronized (StreamAnswers.this) {
				return this.missing == 0;
			}
		}

		/**
		 * Send what is collected, and go on collecting.
		 */
		void sendPart() {
			synchronized (StreamAnswers.this) {
				BatchCommandsResponse.Builder part = this.collected;
				if (part != null && this.broken == null) {
					this.collected = BatchCommandsResponse.newBuilder();
					send(part);
				}
			}
		}

		/**
		 * Send what is collected, and collect no more.
		 */
		void sendAll() {
			synchronized (StreamAnswers.this) {
				BatchCommandsResponse.Builder all = this.collected;
				this.collected = null;
				if (this.broken != null) {
					StreamAnswers.this.failure = this.broken;
				}
				if (all != null) {
					send(all);
				}
				else {
					endIfDone();
				}
			}
		}

	}

}
