package io.tito.codec;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Turns objects into the bytes that are stored, and back. What was written once must stay
 * readable, so an implementation does not follow settings that exist for other purposes
 * (such as an application's web JSON). Thread-safe.
 */
public interface ValueCodec {

	/**
	 * Write an object.
	 * @param value the object
	 * @return its bytes, never empty
	 */
	byte[] write(Object value);

	/**
	 * Read an object.
	 * @param <T> its type
	 * @param bytes what {@link #write} made, now or in an older version
	 * @param type the type to read
	 * @return the object
	 * @throws UnreadableValueException if the bytes are no such object
	 */
	<T> T read(byte[] bytes, Type type);

	/**
	 * Read an object of an older shape.
	 * @param <T> its type
	 * @param bytes what {@link #write} made in an older version
	 * @param type the type to read
	 * @param change turns the properties of the older shape into those of the present
	 * one. Objects are maps, arrays lists; texts, integers, decimals and booleans are
	 * what they are, everything else is as the codec writes it, mostly a text
	 * @return the object
	 * @throws UnreadableValueException if the changed properties are no such object
	 * @throws UnsupportedOperationException if the codec's format knows no properties
	 */
	default <T> T read(byte[] bytes, Type type, UnaryOperator<Map<String, @Nullable Object>> change) {
		throw new UnsupportedOperationException(
				getClass().getName() + " does not read older shapes: implement this method, or write no upcasters");
	}

}
