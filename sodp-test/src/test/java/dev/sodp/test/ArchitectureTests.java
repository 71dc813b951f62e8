// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What needs which library.
 */
@AnalyzeClasses(packages = "dev.sodp.test", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule onlyOneClassOutsideKnowsSpring = noClasses().that()
		.resideInAPackage("dev.sodp.test")
		.and()
		.doNotHaveSimpleName("SpringTests")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "dev.sodp.spring..", "dev.sodp.boot..", "dev.sodp.test.spring..");

	@ArchTest
	static final ArchRule onlyTheExtensionKnowsJUnit = noClasses().that()
		.doNotHaveSimpleName("SpringTests")
		.and()
		.doNotHaveSimpleName("SodpExtension")
		.and()
		.doNotHaveSimpleName("EmbeddedSodp")
		.and()
		.doNotHaveSimpleName("SodpTest")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.junit..");

	@ArchTest
	static final ArchRule theWebSocketLibraryStaysInTheHost = noClasses().that()
		.doNotHaveSimpleName("WebSocketHost")
		.and()
		.doNotHaveSimpleName("HostedSocket")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.java_websocket..");

	@ArchTest
	static final ArchRule serverAndItsClientsAreApart = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("dev.sodp.client..");

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.sodp.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule classesAreFinal = classes().that()
		.areNotInterfaces()
		.and()
		.areTopLevelClasses()
		.and()
		.doNotHaveSimpleName("package-info")
		.should()
		.haveModifier(JavaModifier.FINAL);

}
