// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.function.Supplier;

import dev.sodp.boot.properties.PersistencePropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the journal that stores the
 * state of the server in this application on disk.
 */
@AutoConfiguration(before = SodpServerAutoConfiguration.class)
@ConditionalOnClass(SodpServer.class)
@ConditionalOnBooleanProperty({ "sodp.server.enabled", "sodp.server.persistence.enabled" })
@ConditionalOnMissingBean(SodpServer.class)
@EnableConfigurationProperties(SodpServerProperties.class)
public final class SodpPersistenceAutoConfiguration {

	/** Name of the journal's bean. */
	public static final String JOURNAL_BEAN = "sodpJournal";

	private static final String MODULE = "dev.sodp.journal.mvstore.MvStoreJournal";

	private static final Logger logger = LoggerFactory.getLogger(SodpPersistenceAutoConfiguration.class);

	SodpPersistenceAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MvStoreJournal.class)
	@ConditionalOnMissingBean(value = Journal.class, parameterizedContainer = Supplier.class)
	static class MvStoreConfiguration {

		/** Opened and closed by the server. */
		@Bean(name = JOURNAL_BEAN, destroyMethod = "")
		MvStoreJournal sodpJournal(SodpServerProperties properties) {
			PersistencePropertiesMapper mapper = new PersistencePropertiesMapper(properties.persistence());
			MvStoreJournal journal = mapper.journal();
			logger.info("The state is stored in {}", mapper.directory());
			return journal;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(MODULE)
	@ConditionalOnMissingBean(value = Journal.class, parameterizedContainer = Supplier.class)
	static class MissingModuleConfiguration {

		@Bean
		static MissingJournalCheck sodpMissingJournalCheck() {
			return new MissingJournalCheck();
		}

	}

}
