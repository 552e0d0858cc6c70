package io.tito.client.internal.request;

import java.util.regex.Pattern;

import io.tito.client.CorruptedDataException;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Words for errors that a store reports about keys.
 */
public final class KeyErrors {

	private static final Pattern NOT_A_NAME = Pattern.compile("[^A-Za-z(): ].*", Pattern.DOTALL);

	private KeyErrors() {
	}

	/**
	 * What the error is called; the rest of its text may show keys and values.
	 * @param error the error
	 * @return its name
	 */
	public static String describe(Kvrpcpb.KeyError error) {
		String text = error.getAbort().isEmpty() ? error.getRetryable() : error.getAbort();
		String name = NOT_A_NAME.matcher(text).replaceFirst("");
		return name.isEmpty() ? "an error of an unknown kind" : name;
	}

	public static CorruptedDataException unexpected(String what, Kvrpcpb.KeyError error) {
		return new CorruptedDataException(
				"The store refused " + what + " with " + describe(error) + "; see the log of TiKV for the reason",
				null);
	}

}
