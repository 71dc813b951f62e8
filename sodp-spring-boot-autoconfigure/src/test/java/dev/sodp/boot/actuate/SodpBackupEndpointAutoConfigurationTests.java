// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.sodp.boot.actuate.SodpBackupEndpoint.BackupDescriptor;
import dev.sodp.boot.actuate.SodpBackupEndpoint.BackupStatus;
import dev.sodp.boot.server.SodpPersistenceAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SodpBackupEndpointAutoConfigurationTests {

	@TempDir
	private Path folder;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withPropertyValues("sodp.server.enabled=true", "management.endpoints.web.exposure.include=sodpbackup")
		.withConfiguration(AutoConfigurations.of(SodpPersistenceAutoConfiguration.class,
				SodpServerAutoConfiguration.class, SodpBackupEndpointAutoConfiguration.class));

	private WebApplicationContextRunner stored() {
		return this.contextRunner.withPropertyValues("sodp.server.persistence.enabled=true",
				"sodp.server.persistence.directory=" + this.folder.resolve("state"));
	}

	private Path backups() {
		return this.folder.resolve("backups");
	}

	@Test
	void aBackupIsAFileInTheBackupDirectory() {
		stored().withPropertyValues("sodp.server.persistence.backup-directory=" + backups()).run((context) -> {
			context.getBean(SodpServer.class).set("score", 7);

			BackupDescriptor backup = context.getBean(SodpBackupEndpoint.class).backup();

			assertThat(backup.status()).isEqualTo(BackupStatus.CREATED);
			assertThat(Files.size(backups().resolve(String.valueOf(backup.file())))).isEqualTo(backup.size());
			assertThat(backup.error()).isNull();
		});
	}

	@Test
	void aBackupPutInPlaceIsTheState() {
		stored().withPropertyValues("sodp.server.persistence.backup-directory=" + backups()).run((context) -> {
			context.getBean(SodpServer.class).set("score", 7);
			BackupDescriptor backup = context.getBean(SodpBackupEndpoint.class).backup();
			Path restored = Files.createDirectory(this.folder.resolve("restored"));
			Files.copy(backups().resolve(String.valueOf(backup.file())), restored.resolve("sodp.mv.db"));

			this.contextRunner
				.withPropertyValues("sodp.server.persistence.enabled=true",
						"sodp.server.persistence.directory=" + restored)
				.run((second) -> assertThat(second.getBean(SodpServer.class).get("score")).map(StateSnapshot::value)
					.hasToString("Optional[7]"));
		});
	}

	@Test
	void withoutBackupDirectoryItSaysWhatToSet() {
		stored().run((context) -> assertUnavailable(context.getBean(SodpBackupEndpoint.class),
				"sodp.server.persistence.backup-directory"));
	}

	@Test
	void inMemoryItSaysWhatToSet() {
		this.contextRunner.run((context) -> assertUnavailable(context.getBean(SodpBackupEndpoint.class),
				"sodp.server.persistence.enabled=true"));
	}

	@Test
	void inMemoryItNeedsNoModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MvStoreJournal.class))
			.run((context) -> assertUnavailable(context.getBean(SodpBackupEndpoint.class), "in memory only"));
	}

	private static void assertUnavailable(SodpBackupEndpoint endpoint, String error) {
		assertThat(endpoint.backup().status()).isEqualTo(BackupStatus.UNAVAILABLE);
		assertThat(endpoint.backup().error()).contains(error);
	}

	@Test
	void aJournalOfTheUserKnowsItsOwnDirectory() {
		this.contextRunner
			.withBean("own", MvStoreJournal.class,
					() -> MvStoreJournal.builder(this.folder.resolve("own")).backupDirectory(backups()).build())
			.run((context) -> {
				assertThat(context.getBean(SodpBackupEndpoint.class).backup().status()).isEqualTo(BackupStatus.CREATED);
				assertThat(backups()).isNotEmptyDirectory();
			});
	}

	@Test
	void aFailureIsReportedWithoutPaths() throws Exception {
		Files.createFile(backups());
		stored().withPropertyValues("sodp.server.persistence.backup-directory=" + backups()).run((context) -> {
			BackupDescriptor backup = context.getBean(SodpBackupEndpoint.class).backup();

			assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
			assertThat(backup.error()).isNotBlank().doesNotContain(this.folder.toString());
		});
	}

	@Test
	void providesNothingWhereItIsNotExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health,sodp")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpBackupEndpoint.class));
	}

	@Test
	void providesNothingWithoutAccess() {
		this.contextRunner.withPropertyValues("management.endpoint.sodpbackup.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpBackupEndpoint.class));
	}

	@Test
	void providesNothingWithoutTheActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sodpUnavailableBackupEndpoint"));
	}

}
