package io.tito.key;

/**
 * The first byte of each encoded value. Numbers are part of stored keys: they are never
 * changed and never used again for something else. Their order is the order between
 * values of different kinds.
 *
 * <pre>
 * 05 null
 * 10 false, 11 true
 * 20 integer     8 bytes, sign bit flipped
 * 24 decimal     sign, exponent and digits, see DecimalKey
 * 28 double      8 bytes, IEEE bits in total order
 * 30 text        UTF-8, 00 written as 00 ff, then 00 01
 * 34 bytes       as text
 * 40 UUID        16 bytes
 * 50 instant     8 bytes of seconds, sign bit flipped, then 4 bytes of nanoseconds
 * 54 date        8 bytes of days since 1970, sign bit flipped
 * </pre>
 */
final class ValueTag {

	static final int NULL = 0x05;

	static final int FALSE = 0x10;

	static final int TRUE = 0x11;

	static final int INTEGER = 0x20;

	static final int DECIMAL = 0x24;

	static final int DOUBLE = 0x28;

	static final int TEXT = 0x30;

	static final int BYTES = 0x34;

	static final int UUID = 0x40;

	static final int INSTANT = 0x50;

	static final int DATE = 0x54;

	private ValueTag() {
	}

}
