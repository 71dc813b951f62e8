// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import com.nimbusds.jose.jwk.JWKSet;
import dev.sodp.boot.properties.JwtPropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.security.JwtSodpAuthenticator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the authentication of clients by
 * JWT, as properties say or with a {@link JwtDecoder} bean.
 */
@AutoConfiguration(before = SodpServerAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
		// Spring Boot 4.0
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration" })
@ConditionalOnClass(SodpServer.class)
@ConditionalOnBooleanProperty("sodp.server.enabled")
@ConditionalOnMissingBean({ SodpServer.class, SodpAuthenticator.class })
@EnableConfigurationProperties(SodpServerProperties.class)
public final class SodpJwtAutoConfiguration {

	private static final String LIBRARY = "org.springframework.security.oauth2.jwt.JwtDecoder";

	SodpJwtAutoConfiguration() {
	}

	@Bean
	LateJwtPropertiesCheck sodpLateJwtPropertiesCheck(SodpServerProperties properties,
			ObjectProvider<SodpAuthenticator> authenticator) {
		return new LateJwtPropertiesCheck(properties.auth().jwt(), authenticator);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JwtDecoder.class, JWKSet.class })
	@Conditional(OnTokens.class)
	static class AuthenticatorConfiguration {

		@Bean
		JwtSodpAuthenticator sodpAuthenticator(SodpServerProperties properties, ObjectProvider<JwtDecoder> decoder,
				ResourceLoader resourceLoader) {
			ResourceLoader resources = ApplicationResourceLoader.get(resourceLoader, true);
			return new JwtPropertiesMapper(properties.auth().jwt(), resources).builder(decoder::getIfAvailable).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(LIBRARY)
	@Conditional(OnJwtPropertiesCondition.class)
	static class MissingLibraryConfiguration {

		@Bean
		static MissingJwtSupportCheck sodpMissingJwtSupportCheck() {
			return new MissingJwtSupportCheck();
		}

	}

	/** Something says how tokens are to be verified. */
	static final class OnTokens extends AnyNestedCondition {

		OnTokens() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@Conditional(OnJwtPropertiesCondition.class)
		static final class ByProperties {

		}

		@ConditionalOnBean(JwtDecoder.class)
		static final class ByDecoder {

		}

	}

}
