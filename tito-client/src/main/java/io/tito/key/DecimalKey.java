package io.tito.key;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Decimals as bytes in the order of their values: {@code 0.d1d2d3... * 10^exponent}.
 *
 * <pre>
 * negative   00, then exponent, digits and end, each byte inverted
 * zero       01
 * positive   02, exponent (8 bytes, sign bit flipped), digits by pairs (01 to 64 for 00 to 99), 00
 * </pre>
 */
final class DecimalKey {

	private static final int NEGATIVE = 0;

	private static final int ZERO = 1;

	private static final int POSITIVE = 2;

	private DecimalKey() {
	}

	static byte[] encode(BigDecimal value) {
		if (value.signum() == 0) {
			return new byte[] { ZERO };
		}
		BigDecimal stripped = value.stripTrailingZeros();
		String digits = stripped.unscaledValue().abs().toString();
		long exponent = (long) digits.length() - stripped.scale();
		ByteArrayOutputStream out = new ByteArrayOutputStream(digits.length() / 2 + 11);
		out.write(POSITIVE);
		out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(exponent ^ Long.MIN_VALUE).array());
		String padded = (digits.length() % 2 == 0) ? digits : digits + "0";
		for (int i = 0; i < padded.length(); i += 2) {
			out.write(Integer.parseInt(padded, i, i + 2, 10) + 1);
		}
		out.write(0);
		byte[] bytes = out.toByteArray();
		if (value.signum() < 0) {
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (byte) ~bytes[i];
			}
			bytes[0] = NEGATIVE;
		}
		return bytes;
	}

	static BigDecimal decode(ByteBuffer in) {
		int sign = in.get();
		if (sign == ZERO) {
			return BigDecimal.ZERO;
		}
		boolean negative = sign == NEGATIVE;
		long flip = negative ? -1L : 0L;
		long exponent = in.getLong() ^ flip ^ Long.MIN_VALUE;
		StringBuilder digits = new StringBuilder();
		for (int pair = next(in, flip); pair != 0; pair = next(in, flip)) {
			digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
		}
		BigInteger unscaled = new BigInteger(negative ? "-" + digits : digits.toString());
		int scale = Math.toIntExact(digits.length() - exponent);
		return new BigDecimal(unscaled, scale).stripTrailingZeros();
	}

	private static int next(ByteBuffer in, long flip) {
		return (in.get() ^ (int) flip) & 0xff;
	}

}
