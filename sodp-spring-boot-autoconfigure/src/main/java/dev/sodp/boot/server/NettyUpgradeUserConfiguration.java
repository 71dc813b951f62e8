// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.netty.UpgradeAuthenticator;
import dev.sodp.spring.security.NettyUpgradeUsers;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManager;

/** Who opens a WebSocket on {@code sodp.server.port}, where Spring Security can tell. */
final class NettyUpgradeUserConfiguration {

	private NettyUpgradeUserConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AuthenticationManager.class)
	@ConditionalOnSingleCandidate(AuthenticationManager.class)
	static class Blocking {

		@Bean
		@ConditionalOnMissingBean(UpgradeAuthenticator.class)
		NettyUpgradeUsers sodpUpgradeAuthenticator(AuthenticationManager manager) {
			return NettyUpgradeUsers.blocking(manager);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ReactiveAuthenticationManager.class, Mono.class })
	@ConditionalOnSingleCandidate(ReactiveAuthenticationManager.class)
	static class Reactive {

		@Bean
		@ConditionalOnMissingBean(UpgradeAuthenticator.class)
		NettyUpgradeUsers sodpUpgradeAuthenticator(ReactiveAuthenticationManager manager) {
			return NettyUpgradeUsers.reactive(manager);
		}

	}

}
