// SPDX-License-Identifier: Apache-2.0

package dev.sodp;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.internal.Durations;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.Peer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
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

	/** Without the packages below them. */
	private static final String CLIENT_API = "dev.sodp.client";

	private static final String SERVER_API = "dev.sodp.server";

	private static final String JOURNAL = "dev.sodp.server.journal..";

	private static final String ENGINE = "dev.sodp.*.engine..";

	private static final String RUNTIME = "dev.sodp.*.runtime..";

	/** What operators write into files. */
	private static final String[] FILES = { "dev.sodp.server.access", "dev.sodp.server.schema",
			"dev.sodp.server.document" };

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

	/**
	 * An engine is a state machine: it may hand out futures and share counters, but has
	 * nothing that runs, waits, logs or reads a clock.
	 */
	@ArchTest
	static final ArchRule ENGINES_DO_NO_IO = noClasses().that()
		.resideInAPackage(ENGINE)
		.should()
		.dependOnClassesThat(assignableTo(Executor.class).or(assignableTo(Lock.class))
			.or(assignableTo(Thread.class))
			.or(assignableTo(Clock.class))
			.or(resideInAnyPackage("java.util.concurrent.locks..", "org.slf4j..", "java.net.http..",
					"java.nio.channels..", "java.io..")));

	@ArchTest
	static final ArchRule ENGINES_READ_NO_CLOCK = noClasses().that()
		.resideInAPackage(ENGINE)
		.should()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethodWhere(describe("a stage runs asynchronously or by the clock",
				(call) -> call.getTargetOwner().isAssignableTo(CompletableFuture.class)
						&& call.getName().matches(".*Async|.*[tT]imeout")));

	/**
	 * Durations only checks and converts values of the JDK: it neither runs nor waits,
	 * and what both engines, both builders and the runtimes agree on stands once.
	 */
	@ArchTest
	static final ArchRule ENGINES_KNOW_NOTHING_ABOUT_WHAT_DRIVES_THEM = noClasses().that()
		.resideInAPackage(ENGINE)
		.should()
		.dependOnClassesThat(resideInAPackage(RUNTIME).or(resideInAPackage(INTERNAL).and(not(type(Durations.class)))));

	/**
	 * How a link ended and who is at its other end are data that an engine decides on.
	 */
	@ArchTest
	static final ArchRule ENGINES_SEE_NO_SOCKET = noClasses().that()
		.resideInAPackage(ENGINE)
		.should()
		.dependOnClassesThat(resideInAPackage(TRANSPORT).and(not(type(LinkEnd.class).or(type(Peer.class)))));

	/** A journal is implemented elsewhere, also in modules of their own. */
	@ArchTest
	static final ArchRule THE_JOURNALS_PORT_USES_ONLY_STATE_AND_PROTOCOL = noClasses().that()
		.resideInAPackage(JOURNAL)
		.should()
		.dependOnClassesThat(resideInAPackage("dev.sodp..").and(not(resideInAnyPackage(JOURNAL, STATE, PROTOCOL))));

	@ArchTest
	static final ArchRule FILES_USE_ONLY_THE_EXTENSION_POINTS = noClasses().that()
		.resideInAnyPackage(FILES)
		.should()
		.dependOnClassesThat(resideInAPackage("dev.sodp..")
			.and(not(resideInAnyPackage(FILES).or(resideInAnyPackage(SERVER_API, PROTOCOL, STATE)))));

	/** Rules and schema are one policy and one validator among others. */
	@ArchTest
	static final ArchRule THE_SERVER_DOES_NOT_KNOW_FILES = classes().that()
		.resideInAnyPackage(FILES)
		.should()
		.onlyHaveDependentClassesThat()
		.resideInAnyPackage(FILES);

	@ArchTest
	static final ArchRule THE_API_DOES_NOT_REACH_INTO_ENGINES = noClasses().that()
		.resideInAnyPackage(CLIENT_API, SERVER_API)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ENGINE);

	@ArchTest
	static final ArchRule A_RUNTIME_IS_REACHED_THROUGH_ITS_BUILDER_ONLY = classes().that()
		.resideInAPackage(RUNTIME)
		.should()
		.onlyHaveDependentClassesThat(
				resideInAPackage(RUNTIME).or(type(SodpClientBuilder.class)).or(type(SodpServerBuilder.class)));

	@ArchTest
	static final ArchRule ENGINES_ARE_DRIVEN_BY_THEIR_RUNTIME_ONLY = classes().that()
		.resideInAPackage(ENGINE)
		.should()
		.onlyHaveDependentClassesThat()
		.resideInAnyPackage(ENGINE, RUNTIME);

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
