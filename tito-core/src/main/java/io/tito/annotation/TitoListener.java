package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method handle the events of one type for one group. Each event is delivered to
 * each group; within a group, events of one key are handled one after the other, in the
 * order of their publication.
 * <p>
 * The method may take the payload, {@code EventMetadata}, a {@code Message}, and
 * {@code @Header} values. An exception makes the event be tried again.
 */
@Documented
@MessageMapping
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoListener {

	/**
	 * The type of the events; placeholders are resolved.
	 * @return the type
	 */
	String type();

	/**
	 * The group; placeholders are resolved. Left out, the name of the application. One
	 * application has at most one listener for a type and group; applications that name
	 * the same group share its events.
	 * @return the group
	 */
	String group() default "";

	/**
	 * The id of the container that runs the listener. Left out, {@code type/group}.
	 * @return the id
	 */
	String id() default "";

	/**
	 * Whether what the method writes to TiKV is committed together with the
	 * acknowledgement: effects there happen exactly once. Otherwise events are delivered
	 * at least once.
	 * @return whether the method runs in the acknowledging transaction
	 */
	boolean transactional() default false;

	/**
	 * Where the group begins when it is first registered.
	 * @return the start
	 */
	StartPosition start() default StartPosition.AUTOMATIC;

}
