// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What the stored journal may use.
 */
@AnalyzeClasses(packages = "dev.sodp.journal.mvstore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule ONLY_THE_PORT_AND_WHAT_IT_USES = noClasses().should()
		.dependOnClassesThat(resideInAPackage("dev.sodp..").and(not(resideInAnyPackage("dev.sodp.journal.mvstore..",
				"dev.sodp.server.journal..", "dev.sodp.state..", "dev.sodp.protocol.."))));

	@ArchTest
	static final ArchRule MVSTORE_IS_NOT_PART_OF_THE_API = noClasses().that()
		.arePublic()
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.h2..");

	@ArchTest
	static final ArchRule ONLY_THE_THREAD_OF_THE_JOURNAL_REACHES_THE_STORE = classes().that()
		.haveSimpleName("OpenStore")
		.should()
		.onlyBeAccessed()
		.byClassesThat()
		.haveNameMatching(".*\\.(OpenStore|JournalThread|CommitLoop|History|Maintenance|Backup|Compaction)");

}
