// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.access.AccessRulesReloader;
import dev.sodp.spring.access.ReloadableAccessPolicy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpAclEndpoint}.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class)
@ConditionalOnClass({ SodpServer.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(SodpServer.class)
@ConditionalOnAvailableEndpoint(SodpAclEndpoint.class)
public final class SodpAclEndpointAutoConfiguration {

	SodpAclEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SodpAclEndpoint sodpAclEndpoint(ObjectProvider<ReloadableAccessPolicy> policy,
			ObjectProvider<AccessRulesReloader> reloader) {
		return new SodpAclEndpoint(policy.getIfUnique(), reloader.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = SodpAclEndpoint.class, exposure = EndpointExposure.WEB)
	SodpAclEndpointWebExtension sodpAclEndpointWebExtension(SodpAclEndpoint endpoint) {
		return new SodpAclEndpointWebExtension(endpoint);
	}

}
