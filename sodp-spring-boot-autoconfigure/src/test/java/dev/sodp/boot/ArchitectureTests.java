// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.sodp.spring.watch.SodpWatchAnnotationBeanPostProcessor;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/**
 * The rooms of this module and the rules that Spring Boot keeps in its own.
 */
@AnalyzeClasses(packages = { "dev.sodp.spring", "dev.sodp.boot" }, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String WATCH = "dev.sodp.spring.watch";

	private static final String WATCH_ROOMS = "dev.sodp.spring.watch.*..";

	@ArchTest
	static final ArchRule springDoesNotKnowBoot = noClasses().that()
		.resideInAPackage("dev.sodp.spring..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.sodp.boot..", "org.springframework.boot..");

	/** The rooms of the watchers count as one here and have rules of their own. */
	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices().assignedFrom(new SliceAssignment() {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			String name = type.getPackageName();
			return SliceIdentifier.of(name.startsWith(WATCH) ? WATCH : name);
		}

		@Override
		public String getDescription() {
			return "packages, with those of the watchers as one";
		}

	}).should().beFreeOfCycles();

	@ArchTest
	static final ArchRule roomsOfWatchersKnowOnlyThoseBelow = layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("method")
		.definedBy("dev.sodp.spring.watch.method")
		.layer("invocation")
		.definedBy("dev.sodp.spring.watch.invocation")
		.layer("container")
		.definedBy("dev.sodp.spring.watch.container")
		.whereLayer("method")
		.mayNotAccessAnyLayer()
		.whereLayer("invocation")
		.mayOnlyAccessLayers("method")
		.whereLayer("container")
		.mayOnlyAccessLayers("method", "invocation");

	/** Their public types are no API. */
	@ArchTest
	static final ArchRule roomsOfWatchersAreEnteredByFewClasses = classes().that()
		.resideInAPackage(WATCH_ROOMS)
		.should()
		.onlyHaveDependentClassesThat(resideInAPackage(WATCH_ROOMS).or(type(SodpWatchEndpointRegistry.class))
			.or(type(SodpWatchAnnotationBeanPostProcessor.class))
			.or(simpleName("SodpWatchReflectiveProcessor")));

	/**
	 * What applications implement and the properties stand at the bottom. The failure
	 * analyses stand at the top: whoever throws does not know who explains.
	 */
	@ArchTest
	static final ArchRule roomsOfBootKnowOnlyThoseBelow = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("API")
		.definedBy("dev.sodp.boot")
		.layer("properties")
		.definedBy("dev.sodp.boot.properties")
		.layer("server")
		.definedBy("dev.sodp.boot.server")
		.layer("client")
		.definedBy("dev.sodp.boot.client")
		.layer("spring")
		.definedBy("dev.sodp.boot.spring")
		.layer("actuate")
		.definedBy("dev.sodp.boot.actuate")
		.layer("failure")
		.definedBy("dev.sodp.boot.failure")
		.layer("containers")
		.definedBy("dev.sodp.boot.dockercompose", "dev.sodp.boot.testcontainers")
		.whereLayer("API")
		.mayNotAccessAnyLayer()
		.whereLayer("properties")
		.mayNotAccessAnyLayer()
		.whereLayer("server")
		.mayOnlyAccessLayers("API", "properties")
		.whereLayer("client")
		.mayOnlyAccessLayers("API", "properties", "server")
		.whereLayer("spring")
		.mayOnlyAccessLayers("properties", "client")
		.whereLayer("actuate")
		.mayOnlyAccessLayers("properties", "client", "server")
		.whereLayer("failure")
		.mayOnlyAccessLayers("properties", "server")
		.whereLayer("containers")
		.mayOnlyAccessLayers("API")
		.ensureAllClassesAreContainedInArchitectureIgnoring("dev.sodp.spring..");

	@ArchTest
	static final ArchRule propertiesAreFoundInOnePlace = classes().that()
		.areAnnotatedWith(ConfigurationProperties.class)
		.should()
		.resideInAPackage("dev.sodp.boot.properties")
		.andShould()
		.bePublic();

	@ArchTest
	static final ArchRule failureAnalysesAreFoundInOnePlace = classes().that()
		.implement(FailureAnalyzer.class)
		.should()
		.resideInAPackage("dev.sodp.boot.failure")
		.andShould()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule onlyTheEndpointNeedsAContainer = noClasses().that()
		.resideInAnyPackage("dev.sodp.spring", "dev.sodp.spring.watch..", "dev.sodp.spring.presence")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.websocket..", "jakarta.servlet..", "org.springframework.web..");

	@ArchTest
	static final ArchRule onlyTheEndpointOnItsOwnPortNeedsNetty = noClasses().that()
		.haveNameNotMatching(".*Netty.*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.sodp.netty", "io.netty..");

	@ArchTest
	static final ArchRule onlyTheReactiveTemplateNeedsReactor = noClasses().that()
		.resideInAnyPackage("dev.sodp.spring", "dev.sodp.spring.presence")
		.and()
		.haveSimpleNameNotStartingWith("Reactive")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..");

	@ArchTest
	static final ArchRule onlyFewClassesNeedMicrometer = noClasses().that()
		.resideInAnyPackage("dev.sodp.spring.watch..", "dev.sodp.spring.method")
		.and()
		.haveSimpleNameNotStartingWith("Observation")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..", "dev.sodp.spring.observation");

	@ArchTest
	static final ArchRule onlyFewClassesThatCallMethodsNeedReactor = noClasses().that()
		.resideInAnyPackage("dev.sodp.spring.watch..", "dev.sodp.spring.method", "dev.sodp.spring.internal")
		.and()
		.haveNameNotMatching(".*(ReactiveResults|CurrentUser).*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..");

	@ArchTest
	static final ArchRule methodsOfBeansAreCalledWithoutSpringSecurity = noClasses().that()
		.resideInAPackage("dev.sodp.spring.method")
		.and()
		.haveNameNotMatching(".*CurrentUser.*")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.security..");

	@ArchTest
	static final ArchRule onlyDeferredWritesNeedTransactions = noClasses().that()
		.resideInAPackage("dev.sodp..")
		.and()
		.doNotHaveSimpleName("AfterCommitWrites")
		.and()
		.doNotHaveSimpleName("DeferredWrite")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.transaction..");

	@ArchTest
	static final ArchRule templatesStatesAndPresenceDoNotNeedMicrometer = noClasses().that()
		.resideInAnyPackage("dev.sodp.spring", "dev.sodp.spring.presence")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule onlyTheirFactoriesNeedContainers = noClasses().that()
		.resideOutsideOfPackages("dev.sodp.boot.testcontainers", "dev.sodp.boot.dockercompose")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.testcontainers..", "org.springframework.boot.testcontainers..",
				"org.springframework.boot.docker..");

	@ArchTest
	static final ArchRule autoConfigurationsAreFinalAndListedByName = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.bePublic()
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMethods = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicConstructors = constructors().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicFieldsButConstants = fields().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.and()
		.arePublic()
		.should()
		.beStatic()
		.andShould()
		.beFinal()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule classConditionsStandOnClasses = noMethods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule onlyMetricsKnowMeters = noClasses().that()
		.resideOutsideOfPackage("dev.sodp.spring.metrics")
		.and()
		.doNotHaveSimpleName("SodpMetricsAutoConfiguration")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer.core..");

	@ArchTest
	static final ArchRule onlyTheEndpointsNeedTheActuator = noClasses().that()
		.haveSimpleNameNotStartingWith("SodpEndpoint")
		.and()
		.haveNameNotMatching(".*\\.Sodp(Acl|Backup|Cluster)Endpoint.*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..");

	@ArchTest
	static final ArchRule postProcessorsAreMadeByStaticMethods = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(assignableToPostProcessor())
		.should()
		.beStatic();

	@ArchTest
	static final ArchRule postProcessorsDragNothingAlong = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(assignableToPostProcessor())
		.should()
		.haveRawParameterTypes(DescribedPredicate.describe("only ObjectProvider",
				(types) -> types.stream().allMatch((type) -> type.isEquivalentTo(ObjectProvider.class))));

	@ArchTest
	static final ArchRule classesAreFinalUnlessMadeToBeExtended = classes().that()
		.areNotInterfaces()
		.and()
		.areNotAnnotations()
		.and()
		.areNotEnums()
		.and()
		.doNotHaveFullyQualifiedName("dev.sodp.spring.SodpTemplate")
		.and()
		.haveSimpleNameNotEndingWith("ObservationConvention")
		.and()
		.areTopLevelClasses()
		.and()
		.doNotHaveModifier(JavaModifier.ABSTRACT)
		.and()
		.doNotHaveSimpleName("package-info")
		.should()
		.haveModifier(JavaModifier.FINAL);

	private static DescribedPredicate<JavaClass> assignableToPostProcessor() {
		return DescribedPredicate.describe("a post-processor", (type) -> type.isAssignableTo(BeanPostProcessor.class)
				|| type.isAssignableTo(BeanFactoryPostProcessor.class));
	}

}
