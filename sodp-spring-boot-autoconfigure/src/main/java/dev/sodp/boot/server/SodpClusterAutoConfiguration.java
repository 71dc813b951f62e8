// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.function.Supplier;

import dev.sodp.boot.properties.ClusterPropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.journal.redis.RedisLog;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.Journal;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the journal that makes the
 * server in this application a node of a cluster, whose state is kept in Redis or Valkey.
 */
@AutoConfiguration(before = SodpServerAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(SodpServer.class)
@ConditionalOnBooleanProperty({ "sodp.server.enabled", "sodp.server.cluster.enabled" })
@ConditionalOnMissingBean(SodpServer.class)
@EnableConfigurationProperties(SodpServerProperties.class)
public final class SodpClusterAutoConfiguration {

	private static final String MODULE = "dev.sodp.journal.redis.RedisLog";

	private static final String BOOT_MODULE = "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails";

	SodpClusterAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("sodp.server.persistence.enabled")
	static class PersistenceConfiguration {

		@Bean
		static PersistentClusterCheck sodpPersistentClusterCheck() {
			return new PersistentClusterCheck();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RedisLog.class, DataRedisConnectionDetails.class })
	@ConditionalOnMissingBean(value = Journal.class, parameterizedContainer = Supplier.class)
	@EnableConfigurationProperties(DataRedisProperties.class)
	static class RedisConfiguration {

		@Bean
		RedisJournals sodpClusterJournals(SodpServerProperties properties, Environment environment,
				DataRedisConnectionDetails details, DataRedisProperties redis,
				ObjectProvider<LettuceClientOptionsBuilderCustomizer> customizers,
				ObjectProvider<ClientResourcesBuilderCustomizer> resources) {
			RedisConnections connections = new RedisConnections(details, redis, customizers);
			return new RedisJournals(
					new ClusterPropertiesMapper(properties.cluster(),
							environment.getProperty("spring.application.name")),
					connections.servers(), connections.options(),
					(builder) -> resources.orderedStream().forEach((customizer) -> customizer.customize(builder)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(MODULE)
	@ConditionalOnMissingBean(value = Journal.class, parameterizedContainer = Supplier.class)
	static class MissingModuleConfiguration {

		@Bean
		static MissingClusterModuleCheck sodpMissingClusterModuleCheck() {
			return new MissingClusterModuleCheck("the module that shares the state (dev.sodp:sodp-journal-redis)");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisLog.class)
	@ConditionalOnMissingClass(BOOT_MODULE)
	@ConditionalOnMissingBean(value = Journal.class, parameterizedContainer = Supplier.class)
	static class MissingBootModuleConfiguration {

		@Bean
		static MissingClusterModuleCheck sodpMissingDataRedisCheck() {
			return new MissingClusterModuleCheck(
					"Spring Boot's support for Redis (org.springframework.boot:spring-boot-starter-data-redis)");
		}

	}

}
