package io.tito.benchmark.peer;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.tito.benchmark.peer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.tito.benchmark.peer.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule whatMeasuresKnowsNoProduct = noClasses().that()
		.resideInAnyPackage("io.tito.benchmark.peer.measure..", "io.tito.benchmark.peer.report..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.tito.benchmark.peer.product..");

}
