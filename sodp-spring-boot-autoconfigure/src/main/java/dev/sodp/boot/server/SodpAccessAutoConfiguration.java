// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.io.IOException;

import dev.sodp.boot.properties.AclPropertiesMapper;
import dev.sodp.boot.properties.SodpAclProperties;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpServer;
import dev.sodp.server.access.AccessRules;
import dev.sodp.server.document.InvalidDocumentException;
import dev.sodp.spring.access.AccessRulesReloader;
import dev.sodp.spring.access.ReloadableAccessPolicy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for access rules in a file or in
 * properties.
 */
@AutoConfiguration(before = SodpServerAutoConfiguration.class)
@ConditionalOnClass(SodpServer.class)
@ConditionalOnBooleanProperty("sodp.server.enabled")
@EnableConfigurationProperties(SodpAclProperties.class)
public final class SodpAccessAutoConfiguration {

	private static final String PREFIX = "sodp.server.acl";

	SodpAccessAutoConfiguration() {
	}

	@Bean
	static IgnoredPropertiesCheck sodpAclPropertiesCheck() {
		return new IgnoredPropertiesCheck(PREFIX, AccessPolicy.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean({ AccessPolicy.class, SodpServer.class })
	@ConditionalOnProperty(AclPropertiesMapper.LOCATION)
	static class FileConfiguration {

		@Bean
		ReloadableAccessPolicy sodpAccessPolicy(SodpAclProperties properties) {
			Resource location = new AclPropertiesMapper(properties).location();
			try {
				return new ReloadableAccessPolicy(location, properties.preset(), properties.claimMappings());
			}
			catch (InvalidDocumentException ex) {
				throw InvalidSodpFileException.invalid(AclPropertiesMapper.LOCATION, location, ex);
			}
			catch (IOException ex) {
				throw InvalidSodpFileException.unreadable(AclPropertiesMapper.LOCATION, location, ex);
			}
		}

		@Bean
		AccessRulesReloader sodpAccessRulesReloader(ReloadableAccessPolicy policy, SodpAclProperties properties,
				ObjectProvider<SodpServer> servers) {
			return new AccessRulesReloader(policy, () -> servers.stream().mapToInt(SodpServer::recheckAccess).sum(),
					new AclPropertiesMapper(properties).reloadInterval());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean({ AccessPolicy.class, SodpServer.class })
	@Conditional(OnRules.class)
	static class RulesConfiguration {

		@Bean
		AccessRules sodpAccessRules(SodpAclProperties properties) {
			return new AclPropertiesMapper(properties).rules();
		}

	}

	/**
	 * Any property but the location of a file, which comes with properties of its own.
	 */
	static final class OnRules extends OnAnyProperty {

		OnRules() {
			super(PREFIX);
		}

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			if (context.getEnvironment().containsProperty(AclPropertiesMapper.LOCATION)) {
				return ConditionOutcome.noMatch("the rules are in a file");
			}
			return super.getMatchOutcome(context, metadata);
		}

	}

}
