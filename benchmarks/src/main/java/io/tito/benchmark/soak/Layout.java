package io.tito.benchmark.soak;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the soak: accounts whose sum never changes, and lists that come in pairs,
 * far from each other, to which every element is appended in one transaction.
 */
final class Layout {

	static final int ACCOUNTS = 300;

	static final int LISTS = 12;

	static final long START = 1000;

	static final Key BANK = Key.of("bank:");

	static final Key LEFT = Key.of("list-a:");

	static final Key RIGHT = Key.of("list-z:");

	private static final int HOT = 16;

	private Layout() {
	}

	static Key account(int number) {
		return BANK.append("%03d".formatted(number));
	}

	static List<Key> accounts() {
		return IntStream.range(0, ACCOUNTS).mapToObj(Layout::account).toList();
	}

	/**
	 * Some accounts are used more than others, so that there are conflicts.
	 */
	static int anyAccount(Random random) {
		return random.nextInt(random.nextBoolean() ? HOT : ACCOUNTS);
	}

	static Key left(int list) {
		return LEFT.append("%02d".formatted(list));
	}

	static Key right(int list) {
		return RIGHT.append("%02d".formatted(list));
	}

	static Key any(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> left(random.nextInt(LISTS));
			case 1 -> right(random.nextInt(LISTS));
			default -> account(anyAccount(random));
		};
	}

	static byte[] number(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	static long number(byte @Nullable [] value) {
		if (value == null) {
			throw new IllegalStateException("An account is lost");
		}
		return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
	}

}
