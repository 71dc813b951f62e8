package dev.sodp;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which package may use which.
 */
@AnalyzeClasses(packages = "dev.sodp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String STATE = "dev.sodp.state..";

	private static final String PROTOCOL = "dev.sodp.protocol..";

	private static final String TRANSPORT = "dev.sodp.transport..";

	private static final String CLIENT = "dev.sodp.client..";

	private static final String SERVER = "dev.sodp.server..";

	private static final String INTERNAL = "dev.sodp.internal..";

	@ArchTest
	static final ArchRule STATE_USES_NONE_OF_OURS = noClasses().that()
		.resideInAPackage(STATE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(PROTOCOL, TRANSPORT, CLIENT, SERVER);

	@ArchTest
	static final ArchRule PROTOCOL_USES_ONLY_STATE = noClasses().that()
		.resideInAPackage(PROTOCOL)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(TRANSPORT, CLIENT, SERVER);

	@ArchTest
	static final ArchRule TRANSPORT_KNOWS_NEITHER_SIDE = noClasses().that()
		.resideInAPackage(TRANSPORT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(CLIENT, SERVER);

	@ArchTest
	static final ArchRule CLIENT_DOES_NOT_KNOW_THE_SERVER = noClasses().that()
		.resideInAPackage(CLIENT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(SERVER);

	@ArchTest
	static final ArchRule SERVER_DOES_NOT_KNOW_THE_CLIENT = noClasses().that()
		.resideInAPackage(SERVER)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(CLIENT);

	@ArchTest
	static final ArchRule SPRING_NEVER_APPEARS = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule MESSAGEPACK_STAYS_IN_THE_CODEC = noClasses().that()
		.resideOutsideOfPackage(PROTOCOL)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.msgpack..");

	@ArchTest
	static final ArchRule PERSISTENT_COLLECTIONS_STAY_IN_THE_STATE = noClasses().that()
		.resideOutsideOfPackage(STATE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.pcollections..");

	@ArchTest
	static final ArchRule EVERY_CLASS_HAS_A_ROOM = classes().should()
		.resideInAnyPackage(STATE, PROTOCOL, TRANSPORT, CLIENT, SERVER, INTERNAL);

	@ArchTest
	static final ArchRule ROOMS_FORM_NO_CIRCLE = slices().matching("dev.sodp.(*)..").should().beFreeOfCycles();

}
