// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What the log in Redis may use. */
@AnalyzeClasses(packages = "dev.sodp.journal.redis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule ONLY_THE_PORT_AND_WHAT_IT_USES = noClasses().should()
		.dependOnClassesThat(resideInAPackage("dev.sodp..").and(not(
				resideInAnyPackage("dev.sodp.journal.redis..", "dev.sodp.server.journal..", "dev.sodp.protocol.."))));

	@ArchTest
	static final ArchRule NO_WALL_CLOCK = noClasses().should().callMethod(System.class, "currentTimeMillis");

}
