package io.tito.embedded;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.tito.embedded");

	@Test
	void hasNoPackageCycles() {
		slices().matching("io.tito.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void keepsItsLayers() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("embedded")
			.definedBy("io.tito.embedded")
			.layer("rpc")
			.definedBy("io.tito.embedded.rpc")
			.layer("pd")
			.definedBy("io.tito.embedded.pd")
			.layer("mvcc")
			.definedBy("io.tito.embedded.mvcc")
			.layer("raw")
			.definedBy("io.tito.embedded.raw")
			.layer("fault")
			.definedBy("io.tito.embedded.fault")
			.layer("storage")
			.definedBy("io.tito.embedded.storage")
			.layer("local")
			.definedBy("io.tito.embedded.local")
			.layer("tls")
			.definedBy("io.tito.embedded.tls")
			.whereLayer("embedded")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("rpc")
			.mayOnlyBeAccessedByLayers("embedded")
			.whereLayer("pd")
			.mayOnlyBeAccessedByLayers("embedded", "rpc")
			.whereLayer("mvcc")
			.mayOnlyBeAccessedByLayers("embedded", "rpc")
			.whereLayer("raw")
			.mayOnlyBeAccessedByLayers("embedded", "rpc")
			.whereLayer("local")
			.mayOnlyBeAccessedByLayers("embedded", "rpc")
			.whereLayer("tls")
			.mayOnlyBeAccessedByLayers("embedded")
			.whereLayer("fault")
			.mayOnlyBeAccessedByLayers("embedded", "rpc", "pd")
			.check(CLASSES);
	}

	// RocksDB is optional: without a data directory nothing may need it
	@Test
	void keepsRocksDbInOnePackage() {
		noClasses().that()
			.resideOutsideOfPackage("io.tito.embedded.storage.rocks")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.rocksdb..")
			.check(CLASSES);
	}

	// the server is the other side of the client's tests: one mistake must not be made
	// twice
	@Test
	void sharesNothingWithTheClient() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.tito.client..", "io.tito.key..", "org.tikv.common..", "org.tikv.txn..")
			.check(CLASSES);
	}

	@Test
	void keepsTheRulesFreeOfTheTransport() {
		noClasses().that()
			.resideInAnyPackage("io.tito.embedded.mvcc", "io.tito.embedded.raw", "io.tito.embedded.storage..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.tikv.shade.io.grpc..")
			.check(CLASSES);
	}

}
