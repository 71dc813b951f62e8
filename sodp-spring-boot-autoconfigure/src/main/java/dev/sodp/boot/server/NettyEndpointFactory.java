// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.time.Duration;
import java.util.List;

import dev.sodp.boot.properties.NamedSslBundle;
import dev.sodp.boot.properties.ServerPropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.netty.IoTransport;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.netty.NettySodpEndpointBuilder;
import dev.sodp.netty.UpgradeAuthenticator;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Prepares the endpoint on {@code sodp.server.port}, with the same rules as those of an
 * endpoint in a web server.
 */
final class NettyEndpointFactory {

	private static final String BUNDLE = "sodp.server.netty.ssl.bundle";

	private final SodpServerProperties properties;

	private final ServerPropertiesMapper mapper;

	NettyEndpointFactory(SodpServerProperties properties) {
		this.properties = properties;
		this.mapper = new ServerPropertiesMapper(properties);
	}

	NettySodpEndpointBuilder builder(SodpServer server, Duration phase, UpgradeAuthenticator users,
			@Nullable SslBundles bundles) {
		this.mapper.checkOwnPort();
		this.mapper.checkAuthenticator(server.options());
		ServerExposure.of(this.properties.open(), List.of(server.options())).log(this.mapper.path());
		NettySodpEndpointBuilder builder = NettySodpEndpoint.builder(server)
			.port(this.mapper.port())
			.address(this.properties.netty().address())
			.path(this.mapper.path())
			.transport(transport(this.properties.netty().transport()))
			.open(this.properties.open())
			.allowedOrigins(this.mapper.allowedOrigins())
			.allowedHosts(this.mapper.allowedHosts())
			.authenticator(authenticator(server, users))
			.closeTimeout(this.mapper.closeTimeout(phase));
		String bundle = bundle();
		if (bundle != null) {
			builder.tls(NettyTls.of(NamedSslBundle.find(BUNDLE, bundle, bundles)));
		}
		return builder;
	}

	/** Has the endpoint use each new version of its certificate. */
	void reload(NettySodpEndpoint endpoint, @Nullable SslBundles bundles) {
		String bundle = bundle();
		if (bundle != null && bundles != null) {
			bundles.addBundleUpdateHandler(bundle, (updated) -> endpoint.reloadTls(NettyTls.of(updated)));
		}
	}

	private @Nullable String bundle() {
		String bundle = this.properties.netty().ssl().bundle();
		return StringUtils.hasText(bundle) ? bundle : null;
	}

	private UpgradeAuthenticator authenticator(SodpServer server, UpgradeAuthenticator users) {
		UpgradeAuthenticator known = this.properties.auth().tokenRequired() ? UpgradeAuthenticator.NONE : users;
		SodpAuthenticator tokens = server.options().authenticator();
		if (tokens == null) {
			return known;
		}
		UpgradeAuthenticator bearer = UpgradeAuthenticator.bearer(tokens);
		return (known == UpgradeAuthenticator.NONE) ? bearer : bearer.orElse(known);
	}

	private static IoTransport transport(SodpServerProperties.Transport transport) {
		return switch (transport) {
			case AUTO -> IoTransport.AUTO;
			case IO_URING -> IoTransport.IO_URING;
			case EPOLL -> IoTransport.EPOLL;
			case NIO -> IoTransport.NIO;
		};
	}

}
