package io.tito.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.tito.test.listener.ListenerMode;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Lets a test of the whole application, as with {@code @SpringBootTest}, observe and
 * drive Tito. Test methods may take
 * <ul>
 * <li>{@link io.tito.test.event.PublishedEvents}: what the test has published,</li>
 * <li>{@link io.tito.test.listener.TestListeners}: runs the listeners until nothing is
 * pending,</li>
 * <li>{@link io.tito.test.store.OracleClock}: the time of the oracle, to be moved,</li>
 * <li>{@link io.tito.embedded.fault.Faults} and
 * {@link io.tito.embedded.EmbeddedTikv}</li>
 * </ul>
 * as parameters; they are beans as well. The data is in an embedded server of the test,
 * one for each application context, whatever addresses the application is configured
 * with; see {@link DataTitoTest} for how a test names another. Listeners handle events
 * when the test says so.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TitoExtension.class)
@ImportAutoConfiguration
@PropertyMapping("tito.test")
public @interface AutoConfigureTito {

	/**
	 * Whether the data is in an embedded server of the test, unless the test names a
	 * connection. Otherwise the configuration of the application decides.
	 * @return whether a server is started
	 */
	boolean embedded() default true;

	/**
	 * When listeners handle events. The property {@code tito.test.listeners} says it for
	 * tests that do not.
	 * @return when
	 */
	@PropertyMapping(skip = PropertyMapping.Skip.ON_DEFAULT_VALUE)
	ListenerMode listeners() default ListenerMode.MANUAL;

}
