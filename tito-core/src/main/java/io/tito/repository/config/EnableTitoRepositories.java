package io.tito.repository.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.tito.repository.support.TitoRepositoryFactoryBean;

import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Import;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.data.repository.config.DefaultRepositoryBaseClass;
import org.springframework.data.repository.query.QueryLookupStrategy.Key;

/**
 * Makes beans of the Tito repositories below the given packages, by default the package
 * of the annotated class.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(TitoRepositoriesRegistrar.class)
public @interface EnableTitoRepositories {

	/** The same as {@link #basePackages()}. */
	String[] value() default {};

	/** The packages to search. */
	String[] basePackages() default {};

	/** Classes whose packages are searched. */
	Class<?>[] basePackageClasses() default {};

	/** Which interfaces are taken. */
	Filter[] includeFilters() default {};

	/** Which interfaces are left out. */
	Filter[] excludeFilters() default {};

	/** What the names of classes with custom methods end in. */
	String repositoryImplementationPostfix() default "Impl";

	/** Where named queries are; Tito has none. */
	String namedQueriesLocation() default "";

	/** How queries are found; Tito derives all from names. */
	Key queryLookupStrategy() default Key.CREATE_IF_NOT_FOUND;

	/** What makes the beans. */
	Class<?> repositoryFactoryBeanClass() default TitoRepositoryFactoryBean.class;

	/** What repositories extend. */
	Class<?> repositoryBaseClass() default DefaultRepositoryBaseClass.class;

	/** How the beans are named. */
	Class<? extends BeanNameGenerator> nameGenerator() default BeanNameGenerator.class;

	/** The bean of the operations. */
	String operationsRef() default "titoTemplate";

	/** The bean of the transaction manager. */
	String transactionManagerRef() default "titoTransactionManager";

	/** Whether interfaces inside classes are taken, too. */
	boolean considerNestedRepositories() default false;

	/** Whether {@code @Transactional} on repositories has an effect. */
	boolean enableDefaultTransactions() default true;

	/** When repositories are made. */
	BootstrapMode bootstrapMode() default BootstrapMode.DEFAULT;

}
