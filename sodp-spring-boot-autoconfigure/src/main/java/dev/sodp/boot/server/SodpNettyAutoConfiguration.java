// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;

import dev.sodp.boot.NettySodpEndpointBuilderCustomizer;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.netty.NettySodpEndpointBuilder;
import dev.sodp.netty.UpgradeAuthenticator;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpServerDrain;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an endpoint of the SODP server
 * on a port of its own, beside any application.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class)
@ConditionalOnClass({ SodpServer.class, NettySodpEndpoint.class })
@ConditionalOnBooleanProperty("sodp.server.enabled")
@ConditionalOnProperty("sodp.server.port")
@Import({ NettyUpgradeUserConfiguration.Blocking.class, NettyUpgradeUserConfiguration.Reactive.class })
public final class SodpNettyAutoConfiguration {

	SodpNettyAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	NettySodpEndpoint sodpNettyEndpoint(SodpServer server, SodpServerProperties properties,
			ObjectProvider<UpgradeAuthenticator> users, ObjectProvider<SslBundles> bundles,
			ObjectProvider<SodpServerDrain> drains, ObjectProvider<LifecycleProperties> lifecycle,
			ObjectProvider<NettySodpEndpointBuilderCustomizer> customizers) {
		NettyEndpointFactory factory = new NettyEndpointFactory(properties);
		NettySodpEndpointBuilder builder = factory.builder(server,
				lifecycle.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase(),
				users.getIfAvailable(() -> UpgradeAuthenticator.NONE), bundles.getIfAvailable());
		List<SodpServerDrain> drained = drains.stream().toList();
		builder.leaving(() -> drained.stream().anyMatch(SodpServerDrain::isLeaving));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		NettySodpEndpoint endpoint = builder.build();
		factory.reload(endpoint, bundles.getIfAvailable());
		return endpoint;
	}

	@Bean
	NettyEndpointLifecycle sodpNettyEndpointLifecycle(NettySodpEndpoint endpoint, SodpServerProperties properties,
			ConfigurableEnvironment environment) {
		return new NettyEndpointLifecycle(endpoint, properties, environment);
	}

}
