package io.tito.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.tito.transaction.TitoTransactional;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of entities and repositories: it has the application's repositories, the
 * template, the transaction manager and the outbox, and none of its other components or
 * listeners.
 * <p>
 * The data is in an embedded server of the test, whatever addresses the application is
 * configured with. A {@code TitoConnectionDetails} bean of the test (a
 * {@code @ServiceConnection} included), and addresses that are set as a property of the
 * test itself, are used instead. Each test method runs in a transaction that is rolled
 * back after it.
 * <p>
 * Test methods may take {@link io.tito.test.event.PublishedEvents}, which has the events
 * that the test's transaction would publish if it were committed, and
 * {@link io.tito.test.store.OracleClock} and {@link io.tito.embedded.fault.Faults} of the
 * server.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@BootstrapWith(DataTitoTestContextBootstrapper.class)
@ExtendWith({ SpringExtension.class, TitoExtension.class })
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(DataTitoTypeExcludeFilter.class)
@AutoConfigureDataTito
@ImportAutoConfiguration
@TitoTransactional
@PropertyMapping("tito.test")
public @interface DataTitoTest {

	/**
	 * Properties of the test, as {@code key=value}.
	 * @return the properties
	 */
	@PropertyMapping(skip = PropertyMapping.Skip.YES)
	String[] properties() default {};

	/**
	 * Whether the data is in an embedded server of the test, unless the test names a
	 * connection. Otherwise the configuration of the application decides.
	 * @return whether a server is started
	 */
	boolean embedded() default true;

	/**
	 * Whether components are left out that have nothing to do with data.
	 * @return whether they are
	 */
	@PropertyMapping(skip = PropertyMapping.Skip.YES)
	boolean useDefaultFilters() default true;

	/**
	 * Components to take all the same.
	 * @return the filters
	 */
	@PropertyMapping(skip = PropertyMapping.Skip.YES)
	Filter[] includeFilters() default {};

	/**
	 * Components to leave out as well.
	 * @return the filters
	 */
	@PropertyMapping(skip = PropertyMapping.Skip.YES)
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to leave out.
	 * @return the classes
	 */
	@PropertyMapping(skip = PropertyMapping.Skip.YES)
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
