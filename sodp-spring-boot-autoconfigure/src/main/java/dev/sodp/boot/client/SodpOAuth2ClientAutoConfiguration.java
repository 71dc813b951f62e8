// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.client.SodpClient;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for tokens obtained through Spring
 * Security's OAuth2 client.
 */
@AutoConfiguration(before = SodpAutoConfiguration.class)
@ConditionalOnClass({ SodpClient.class, OAuth2AuthorizedClientManager.class })
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
public final class SodpOAuth2ClientAutoConfiguration {

	SodpOAuth2ClientAutoConfiguration() {
	}

	@Bean
	SecurityTokenProviders sodpOAuth2TokenProviders(BeanFactory beanFactory) {
		return new SecurityTokenProviders(beanFactory);
	}

}
