// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundle;

/**
 * How connections to Redis are made, with the settings that Spring Boot's own have.
 */
final class RedisConnections {

	private static final String TLS_SCHEME = "rediss:";

	private final DataRedisConnectionDetails details;

	private final DataRedisProperties properties;

	private final ObjectProvider<LettuceClientOptionsBuilderCustomizer> customizers;

	RedisConnections(DataRedisConnectionDetails details, DataRedisProperties properties,
			ObjectProvider<LettuceClientOptionsBuilderCustomizer> customizers) {
		this.details = details;
		this.properties = properties;
		this.customizers = customizers;
	}

	RedisServers servers() {
		String url = this.properties.getUrl();
		boolean tls = this.details.getSslBundle() != null || (url != null && url.startsWith(TLS_SCHEME));
		return RedisServers.of(this.details, tls, this.properties.getClientName());
	}

	ClientOptions options() {
		ClientOptions.Builder builder = ClientOptions.builder();
		Duration connectTimeout = this.properties.getConnectTimeout();
		if (connectTimeout != null) {
			builder.socketOptions(SocketOptions.builder().connectTimeout(connectTimeout).build());
		}
		SslBundle bundle = this.details.getSslBundle();
		if (bundle != null) {
			builder.sslOptions(sslOptions(bundle));
		}
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private static SslOptions sslOptions(SslBundle bundle) {
		SslOptions.Builder builder = SslOptions.builder()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			builder.cipherSuites(ciphers);
		}
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			builder.protocols(protocols);
		}
		return builder.build();
	}

}
