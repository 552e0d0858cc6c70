package io.tito;

import java.util.Date;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.tito",
		importOptions = { ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class })
class ArchitectureTests {

	@ArchTest
	static final ArchRule keepsFeaturesFreeOfCycles = slices().matching("io.tito.(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule keepsPackagesFreeOfCycles = slices().matching("io.tito.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule keepsAnnotationsALeaf = noClasses().that()
		.resideInAPackage("io.tito.annotation..")
		.should()
		.dependOnClassesThat(DescribedPredicate.describe("are of Tito, elsewhere",
				(type) -> type.getPackageName().startsWith("io.tito.")
						&& !type.getPackageName().equals("io.tito.annotation")));

	@ArchTest
	static final ArchRule keepsTheLogBelowWhatUsesIt = noClasses().that()
		.resideInAPackage("io.tito.log..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.transaction..", "io.tito.core..", "io.tito.outbox..", "io.tito.listener..",
				"io.tito.cluster..", "io.tito.mapping..", "io.tito.repository..");

	@ArchTest
	static final ArchRule keepsWhatIsStoredBelowThePublishing = noClasses().that()
		.resideInAPackage("io.tito.log..")
		.and()
		.resideOutsideOfPackage("io.tito.log.write")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.tito.log.write");

	@ArchTest
	static final ArchRule keepsEntitiesBelowTheirRepositories = noClasses().that()
		.resideInAnyPackage("io.tito.codec..", "io.tito.transaction..", "io.tito.mapping..", "io.tito.index..",
				"io.tito.query..", "io.tito.relation..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.core..", "io.tito.repository..", "io.tito.outbox..", "io.tito.log..",
				"io.tito.listener..", "io.tito.cluster..");

	@ArchTest
	static final ArchRule keepsEntitiesFreeOfEvents = noClasses().that()
		.resideInAnyPackage("io.tito.core..", "io.tito.repository..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.outbox..", "io.tito.log..", "io.tito.listener..", "io.tito.cluster..");

	@ArchTest
	static final ArchRule passesTransactionsDownInsteadOfLookingThemUp = noClasses().that()
		.resideInAnyPackage("io.tito.index..", "io.tito.log..", "io.tito.lease..", "io.tito.cluster..",
				"io.tito.query..", "io.tito.relation..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.tito.transaction..");

	@ArchTest
	static final ArchRule keepsThePublisherApartFromTheListeners = noClasses().that()
		.resideInAPackage("io.tito.outbox..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.listener..", "io.tito.cluster..");

	@ArchTest
	static final ArchRule keepsMetricsAtTheEdge = noClasses().that()
		.resideOutsideOfPackage("io.tito.metrics..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.metrics..", "io.micrometer.core..");

	@ArchTest
	static final ArchRule seesOnlyThePortOfTheClient = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.tito.client.internal..", "org.tikv..");

	/**
	 * Whatever machines must agree on is decided by the oracle's time or by positions.
	 * The exceptions decide nothing: random ids that nobody compares, and the time that
	 * is left to a handler on its own machine.
	 */
	@ArchTest
	static final ArchRule asksNoMachineWhatTimeItIs = noClasses().that()
		.doNotHaveFullyQualifiedName("io.tito.log.write.EventIds")
		.and()
		.doNotHaveFullyQualifiedName("io.tito.core.GeneratedIds")
		.and()
		.doNotHaveFullyQualifiedName("io.tito.listener.container.EventRunner")
		.should()
		.callMethodWhere(DescribedPredicate.describe("asks for the time of day",
				(call) -> asksForTheTime(call.getTargetOwner().getName(), call.getName())))
		.orShould()
		.callConstructor(Date.class);

	private static boolean asksForTheTime(String owner, String method) {
		return (owner.equals("java.lang.System") && method.equals("currentTimeMillis"))
				|| (owner.startsWith("java.time.") && (method.equals("now") || method.startsWith("system")));
	}

	@ArchTest
	static final ArchRule needsNoSpringBoot = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

}
