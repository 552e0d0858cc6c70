package io.tito.autoconfigure;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.tito.autoconfigure", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.tito.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule internalsOfOtherModulesAreNotUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito..internal..", "org.tikv..");

	@ArchTest
	static final ArchRule onlyTheConnectionKnowsTheEmbeddedServer = noClasses().that()
		.doNotHaveSimpleName("EmbeddedTitoConnectionDetails")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.tito.embedded..");

	@ArchTest
	static final ArchRule onlyMetricsKnowMicrometer = noClasses().that()
		.resideOutsideOfPackage("io.tito.autoconfigure.metrics")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer.core..", "io.tito.metrics..");

	@ArchTest
	static final ArchRule onlyHealthKnowsHealth = noClasses().that()
		.resideOutsideOfPackage("io.tito.autoconfigure.health")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot.health..");

}
