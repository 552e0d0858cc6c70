package io.tito.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the context of a {@link DataTitoTest}.
 */
final class DataTitoTestContextBootstrapper extends TestSliceTestContextBootstrapper<DataTitoTest> {

}
