// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What the endpoint on Netty may use.
 */
@AnalyzeClasses(packages = "dev.sodp.netty", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule ONLY_THE_BOUNDARY_AND_THE_SERVERS_API = noClasses().should()
		.dependOnClassesThat(resideInAPackage("dev.sodp..").and(not(
				resideInAnyPackage("dev.sodp.netty", "dev.sodp.server", "dev.sodp.transport", "dev.sodp.internal"))));

	@ArchTest
	static final ArchRule SPRING_NEVER_APPEARS = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule NOTHING_WAITS_FOR_A_LOCK_BUT_START_AND_STOP = noClasses().that()
		.haveNameNotMatching(".*\\.NettySodpEndpoint(\\$.*)?")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("java.util.concurrent.locks..");

}
