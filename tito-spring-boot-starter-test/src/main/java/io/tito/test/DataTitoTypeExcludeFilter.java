package io.tito.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out the application's components.
 */
final class DataTitoTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<DataTitoTest> {

	DataTitoTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
