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
 * The method may take the payload (validated if it is {@code @Valid}),
 * {@code EventMetadata}, a {@code Message}, and {@code @Header} values. An exception
 * makes the event be tried again, {@code RejectEventException} gives it up, and a
 * returned {@code EventOutcome} says more. With {@code batch = true} it takes a
 * {@code List} of payloads, of {@code Message}s or of {@code EventMetadata}, or several
 * such lists.
 * <p>
 * Texts may hold placeholders. What is left out is decided by the properties
 * {@code tito.listener.*}; {@code tito.listener.listeners.<id>.*} overrides what is said
 * here.
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

	/**
	 * Whether the method takes several events at once.
	 * @return whether its parameters are lists
	 */
	boolean batch() default false;

	/**
	 * The set of defaults for polling, batches and retries: {@code low-latency},
	 * {@code balanced}, {@code high-throughput} or {@code relaxed}.
	 * @return the profile
	 */
	String profile() default "";

	/**
	 * How many calls of the method run at once on this instance.
	 * @return the number
	 */
	String concurrency() default "";

	/**
	 * How many events are read and acknowledged together at most.
	 * @return the number
	 */
	String batchSize() default "";

	/**
	 * In which order events are handled.
	 * @return the order
	 */
	Ordering ordering() default Ordering.AUTOMATIC;

	/**
	 * How many attempts an event has before it becomes a dead letter.
	 * @return the number
	 */
	String maxAttempts() default "";

	/**
	 * What becomes of the later events of a key when one is given up.
	 * @return what
	 */
	OnDeadLetter onDeadLetter() default OnDeadLetter.AUTOMATIC;

	/**
	 * How long the method may take, such as {@code 30s}; then it is interrupted, and the
	 * attempt has failed. {@code 0} is as long as it likes.
	 * @return the time
	 */
	String handlerTimeout() default "";

	/**
	 * Whether to start with the application: {@code true} or {@code false}.
	 * @return whether
	 */
	String autoStartup() default "";

	/**
	 * Which partitions this instance handles, such as {@code 0-3,7}, instead of a fair
	 * share. What no instance names is handled by none; a partition that several name is
	 * handled by one of them.
	 * @return the partitions
	 */
	String partitions() default "";

}
