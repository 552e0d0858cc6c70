package io.tito.client;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.tito",
		importOptions = { ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class })
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.tito.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule layersAreKept = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("connect")
		.definedBy("io.tito.client.connect")
		.layer("txn")
		.definedBy("io.tito.client.internal.txn..")
		.layer("upkeep")
		.definedBy("io.tito.client.internal.gc", "io.tito.client.internal.split")
		.layer("request")
		.definedBy("io.tito.client.internal.request")
		.layer("region")
		.definedBy("io.tito.client.internal.region")
		.layer("pd")
		.definedBy("io.tito.client.internal.pd")
		.layer("rpc")
		.definedBy("io.tito.client.internal.rpc")
		.layer("port")
		.definedBy("io.tito.client")
		.layer("key")
		.definedBy("io.tito.key")
		.whereLayer("connect")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("txn")
		.mayOnlyBeAccessedByLayers("connect", "upkeep")
		.whereLayer("upkeep")
		.mayOnlyBeAccessedByLayers("txn")
		.whereLayer("request")
		.mayOnlyBeAccessedByLayers("txn", "upkeep")
		.whereLayer("region")
		.mayOnlyBeAccessedByLayers("request", "txn", "upkeep")
		.whereLayer("pd")
		.mayOnlyBeAccessedByLayers("region", "txn", "upkeep");

	@ArchTest
	static final ArchRule portKnowsNothingOfTheTransport = noClasses().that()
		.resideInAnyPackage("io.tito.client", "io.tito.client.connect", "io.tito.key")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.tikv..");

	// its session opens connections and threads of its own
	@ArchTest
	static final ArchRule ofTheTikvLibraryOnlyMessagesAndTransportAreUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.tikv.common..", "org.tikv.raw..", "org.tikv.txn..");

	@ArchTest
	static final ArchRule keysDependOnNothing = classes().that()
		.resideInAPackage("io.tito.key")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.tito.key", "java..", "org.jspecify..");

}
