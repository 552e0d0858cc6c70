package io.tito.benchmark.peer;

import java.io.Serializable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The event that every product carries: as JSON it has 1 KiB, give or take 16 bytes. Text
 * is incompressible, so that no store gains from compression.
 *
 * @param seq its sequence: ten digits
 * @param partition the partition that its key belongs to
 * @param body filler
 */
public record Event(String seq, int partition, String body) implements Serializable {

	private static final char[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
		.toCharArray();

	private static final int ENVELOPE = 48;

	private static final int DOCUMENT_ENVELOPE = 20;

	/**
	 * An event with a body of its own.
	 * @param seq the sequence
	 * @param partition the partition
	 * @param bytes how long it is as JSON
	 * @return the event
	 */
	public static Event of(long seq, int partition, int bytes) {
		return new Event(digits(seq), partition, noise(bytes - ENVELOPE));
	}

	/**
	 * An event with the body of this one, which is cheaper than a body of its own.
	 * @param seq the sequence
	 * @param partition the partition
	 * @return the event
	 */
	public Event like(long seq, int partition) {
		return new Event(digits(seq), partition, this.body);
	}

	/**
	 * The key that orders events of a partition.
	 * @return the key
	 */
	public String key() {
		return "key-" + this.partition;
	}

	public long sequence() {
		return Long.parseLong(this.seq);
	}

	public static String digits(long seq) {
		String digits = Long.toString(seq);
		return "0000000000".substring(digits.length()) + digits;
	}

	/**
	 * The document that is written in the transaction of an event.
	 * @param id its id
	 * @param bytes how long it is
	 * @return JSON
	 */
	public static String document(String id, int bytes) {
		String text = noise(Math.max(1, bytes - DOCUMENT_ENVELOPE - id.length()));
		return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
	}

	private static String noise(int length) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		char[] chars = new char[length];
		for (int i = 0; i < length; i++) {
			chars[i] = ALPHABET[random.nextInt(ALPHABET.length)];
		}
		return new String(chars);
	}

}
