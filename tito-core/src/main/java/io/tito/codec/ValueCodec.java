package io.tito.codec;

import java.lang.reflect.Type;

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

}
