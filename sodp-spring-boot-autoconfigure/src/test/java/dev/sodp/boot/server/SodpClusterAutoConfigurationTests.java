// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisLogBuilder;
import dev.sodp.journal.redis.RedisMode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.Journal;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.RedisOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/** A node is prepared without a connection; only a server that is built makes one. */
class SodpClusterAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SodpClusterAutoConfiguration.class,
				SodpPersistenceAutoConfiguration.class))
		.withPropertyValues("spring.application.name=shop", "sodp.server.enabled=true",
				"sodp.server.cluster.enabled=true");

	private static RedisLogBuilder configured(ApplicationContext context) {
		RedisLogBuilder builder = mock(RedisLogBuilder.class, RETURNS_SELF);
		context.getBean(RedisJournals.class).configure(builder);
		return builder;
	}

	@Test
	void isOffByDefault() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SodpClusterAutoConfiguration.class, SodpServerAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(RedisJournals.class);
				assertThat(context.getBean(SodpServer.class).cluster()).isEmpty();
			});
	}

	@Test
	void isOffWithoutAServer() {
		this.contextRunner.withPropertyValues("sodp.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisJournals.class));
	}

	@Test
	void theServerFindsTheJournal() {
		this.contextRunner.withUserConfiguration(JournalConsumer.class)
			.run((context) -> assertThat(context.getBean(FoundJournals.class).journals())
				.isSameAs(context.getBean(RedisJournals.class)));
	}

	@Test
	void propertiesReachTheLog() {
		this.contextRunner.withPropertyValues("sodp.server.cluster.partitions=4", "spring.data.redis.port=6380")
			.run((context) -> {
				RedisLogBuilder builder = configured(context);

				verify(builder).keyPrefix("sodp:shop");
				verify(builder).partitions(4);
				verify(builder).servers(eq(RedisMode.STANDALONE), anyList());
			});
	}

	@Test
	void customizersReachWhatConnectionsRunOn() {
		ClientResourcesBuilderCustomizer customizer = mock(ClientResourcesBuilderCustomizer.class);
		this.contextRunner.withClassLoader(new FilteredClassLoader(RedisOperations.class))
			.withBean(DataRedisConnectionDetails.class, LocalRedis::new)
			.withBean(ClientResourcesBuilderCustomizer.class, () -> customizer)
			.run((context) -> {
				ClientResources.Builder resources = ClientResources.builder();
				ArgumentCaptor<Consumer<ClientResources.Builder>> adapt = ArgumentCaptor.captor();
				verify(configured(context)).clientResources(adapt.capture());

				adapt.getValue().accept(resources);

				verify(customizer).customize(resources);
			});
	}

	@Test
	void aNameOrPrefixIsNeeded() {
		this.contextRunner.withPropertyValues("spring.application.name=")
			.run((context) -> assertThatExceptionOfType(InvalidSodpPropertyException.class)
				.isThrownBy(context.getBean(RedisJournals.class)::get)
				.withMessageContaining("sodp.server.cluster.key-prefix"));
	}

	@Test
	void theStartFailsTogetherWithPersistence() {
		this.contextRunner.withPropertyValues("sodp.server.persistence.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("sodp.server.cluster.enabled is true as well"));
	}

	@Test
	void theStartFailsWithoutTheModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(RedisLog.class))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(MissingClusterModuleException.class)
				.hasMessageContaining("sodp-journal-redis"));
	}

	@Test
	void theStartFailsWithoutBootsSupportForRedis() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpClusterAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true", "sodp.server.cluster.enabled=true")
			.withClassLoader(new FilteredClassLoader(DataRedisConnectionDetails.class))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(MissingClusterModuleException.class)
				.hasMessageContaining("spring-boot-starter-data-redis"));
	}

	@Test
	void nothingOfRedisIsNeededOutsideOfACluster() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SodpClusterAutoConfiguration.class, SodpServerAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.data.redis", "dev.sodp.journal.redis",
					"io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aJournalOfTheUserWins() {
		this.contextRunner.withBean(Journal.class, () -> mock(Journal.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisJournals.class));
	}

	@Test
	void aSupplierOfTheUserWinsAndNeedsNoModule() {
		this.contextRunner.withUserConfiguration(OwnSupplier.class)
			.withClassLoader(new FilteredClassLoader(RedisLog.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aServerOfTheUserIsLeftAlone() {
		this.contextRunner.withBean(SodpServer.class, () -> mock(SodpServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisJournals.class));
	}

	/**
	 * What the configuration of the server asks for.
	 *
	 * @param journals what it finds
	 */
	record FoundJournals(Supplier<? extends Journal> journals) {
	}

	/** Connection details of the user. */
	private static final class LocalRedis implements DataRedisConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of("localhost", 6379);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JournalConsumer {

		@Bean
		FoundJournals foundJournals(ObjectProvider<Supplier<? extends Journal>> journals) {
			return new FoundJournals(journals.getObject());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSupplier {

		@Bean
		Supplier<Journal> own() {
			return () -> MvStoreJournal.builder(Path.of("unused")).build();
		}

	}

}
