// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.boot.server.SodpPersistenceAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpBackupEndpoint}.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class)
@ConditionalOnClass({ SodpServer.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(SodpServer.class)
@ConditionalOnAvailableEndpoint(SodpBackupEndpoint.class)
public final class SodpBackupEndpointAutoConfiguration {

	private static final String NOT_STORED = "The state is in memory only: set sodp.server.persistence.enabled=true and"
			+ " sodp.server.persistence.backup-directory";

	private static final String SHARED = "The state of a cluster is in Redis or Valkey: back it up there, with its own"
			+ " means";

	private static final String NO_DIRECTORY = "There is no directory for backups: set"
			+ " sodp.server.persistence.backup-directory";

	SodpBackupEndpointAutoConfiguration() {
	}

	/** Comes after the configurations within this class. */
	@Bean
	@ConditionalOnMissingBean
	SodpBackupEndpoint sodpUnavailableBackupEndpoint() {
		return SodpBackupEndpoint.unavailable(NOT_STORED);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = SodpBackupEndpoint.class, exposure = EndpointExposure.WEB)
	SodpBackupEndpointWebExtension sodpBackupEndpointWebExtension(SodpBackupEndpoint endpoint) {
		return new SodpBackupEndpointWebExtension(endpoint);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("sodp.server.cluster.enabled")
	static class ClusterConfiguration {

		@Bean
		@ConditionalOnMissingBean(value = SodpBackupEndpoint.class, type = "dev.sodp.journal.mvstore.MvStoreJournal")
		SodpBackupEndpoint sodpClusterBackupEndpoint() {
			return SodpBackupEndpoint.unavailable(SHARED);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MvStoreJournal.class)
	@ConditionalOnSingleCandidate(MvStoreJournal.class)
	@EnableConfigurationProperties(SodpServerProperties.class)
	static class MvStoreConfiguration {

		/** A journal of the user has its own directory for backups. */
		@Bean
		@ConditionalOnMissingBean
		SodpBackupEndpoint sodpBackupEndpoint(MvStoreJournal journal, SodpServerProperties properties,
				BeanFactory beanFactory) {
			boolean configured = beanFactory.containsBean(SodpPersistenceAutoConfiguration.JOURNAL_BEAN);
			if (configured && properties.persistence().backupDirectory() == null) {
				return SodpBackupEndpoint.unavailable(NO_DIRECTORY);
			}
			return new SodpBackupEndpoint(journal::backup);
		}

	}

}
