// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SodpPersistenceAutoConfigurationTests {

	@TempDir
	private Path folder;

	private Path directory;

	private WebApplicationContextRunner contextRunner;

	@BeforeEach
	void configure() {
		this.directory = this.folder.resolve("state");
		this.contextRunner = new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SodpPersistenceAutoConfiguration.class, SodpServerAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true", "sodp.server.persistence.enabled=true",
					"sodp.server.persistence.directory=" + this.directory);
	}

	@Test
	void isOffByDefault() {
		this.contextRunner.withPropertyValues("sodp.server.persistence.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(SodpServer.class).doesNotHaveBean(Journal.class);
			assertThat(context.getBean(SodpServer.class).journal()).isEqualTo(JournalStatus.MEMORY);
			assertThat(this.directory).doesNotExist();
		});
	}

	@Test
	void isOffWithoutAServer() {
		this.contextRunner.withPropertyValues("sodp.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Journal.class));
	}

	@Test
	void theServerStoresItsStateInTheDirectory() {
		this.contextRunner.run((context) -> {
			context.getBean(SodpServer.class).set("score", 1);

			assertThat(context).hasSingleBean(MvStoreJournal.class);
			assertThat(context.getBean(SodpServer.class).journal().bytes()).isPositive();
			assertThat(this.directory).isDirectoryContaining("glob:**.mv.db");
		});
	}

	@Test
	void saysWhereTheStateIs(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("sodp.server.persistence.directory=" + this.directory.resolve("../state/."))
			.run((context) -> assertThat(output).contains("The state is stored in " + this.directory));
	}

	@Test
	void aContextThatIsOpenedAgainFindsTheLockFreeAndTheStateThere() {
		WebApplicationContextRunner withoutWaiting = this.contextRunner
			.withPropertyValues("sodp.server.persistence.lock-timeout=0s");
		withoutWaiting.run((context) -> context.getBean(SodpServer.class).set("score", 7));

		withoutWaiting
			.run((context) -> assertThat(context.getBean(SodpServer.class).get("score")).map(StateSnapshot::version)
				.contains(1L));
	}

	@Test
	void theLockIsFreeAfterAStartThatFailedLater() {
		WebApplicationContextRunner withoutWaiting = this.contextRunner
			.withPropertyValues("sodp.server.persistence.lock-timeout=0s");
		withoutWaiting.withBean("failing", String.class, () -> {
			throw new IllegalStateException("on purpose");
		}).run((context) -> assertThat(context).hasFailed());

		withoutWaiting.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aSecondContextOnTheSameDirectoryFails() {
		this.contextRunner
			.run((first) -> this.contextRunner.withPropertyValues("sodp.server.persistence.lock-timeout=0s")
				.run((second) -> assertThat(second).getFailure()
					.rootCause()
					.isInstanceOf(JournalException.class)
					.hasMessageContaining(this.directory.toString())));
	}

	@Test
	void aSecondContextStartsWhenTheFirstIsClosedInTime() {
		this.contextRunner.run((first) -> {
			Thread closing = new Thread(first::close);
			closing.start();

			this.contextRunner.run((second) -> assertThat(second).hasNotFailed());
			closing.join();
		});
	}

	@Test
	void theStartFailsWithoutTheModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MvStoreJournal.class))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(MissingJournalException.class)
				.hasMessageStartingWith("sodp.server.persistence.enabled is true"));
	}

	@Test
	void aJournalOfTheUserWins() {
		this.contextRunner.withUserConfiguration(OwnJournal.class).run((context) -> {
			context.getBean(SodpServer.class).set("score", 1);

			assertThat(context).hasSingleBean(Journal.class);
			assertThat(Path.of(context.getEnvironment().getRequiredProperty("sodp.server.persistence.directory")))
				.doesNotExist();
			assertThat(context.getBean(SodpServer.class).journal().bytes()).isPositive();
		});
	}

	@Test
	void aJournalOfTheUserNeedsNoModule() {
		this.contextRunner.withUserConfiguration(OwnSupplier.class)
			.withClassLoader(new FilteredClassLoader("dev.sodp.journal.mvstore.MvStoreJournal$Builder"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aSupplierOfTheUserWins() {
		this.contextRunner.withUserConfiguration(OwnSupplier.class).run((context) -> {
			assertThat(context).doesNotHaveBean(Journal.class);
			assertThat(context.getBean(SodpServer.class).journal().bytes()).isPositive();
			assertThat(this.directory).doesNotExist();
		});
	}

	@Test
	void aServerOfTheUserIsLeftAlone() {
		try (SodpServer own = SodpServer.builder().build()) {
			this.contextRunner.withBean("own", SodpServer.class, () -> own)
				.run((context) -> assertThat(context).doesNotHaveBean(Journal.class));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnJournal {

		@Bean(destroyMethod = "")
		Journal own() throws Exception {
			return MvStoreJournal.builder(Files.createTempDirectory("own")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSupplier {

		@Bean
		Supplier<Journal> own() throws Exception {
			Path place = Files.createTempDirectory("own");
			return () -> MvStoreJournal.builder(place).build();
		}

	}

}
