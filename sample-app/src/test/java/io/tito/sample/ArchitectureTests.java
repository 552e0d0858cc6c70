package io.tito.sample;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.tito.sample", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.tito.sample.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule internalsOfTheLibraryAreNotUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito..internal..", "org.tikv..");

	@ArchTest
	static final ArchRule ordersKnowNothingOfWhatFollowsFromThem = noClasses().that()
		.resideInAPackage("io.tito.sample.order..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.sample.shipment..", "io.tito.sample.reminder..", "io.tito.sample.audit..");

}
