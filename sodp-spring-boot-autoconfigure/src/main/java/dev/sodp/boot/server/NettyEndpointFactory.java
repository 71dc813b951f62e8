// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.time.Duration;
import java.util.List;

import dev.sodp.boot.properties.ServerPropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.netty.IoTransport;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.netty.NettySodpEndpointBuilder;
import dev.sodp.netty.UpgradeAuthenticator;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpServer;

/**
 * Prepares the endpoint on {@code sodp.server.port}, with the same rules as those of an
 * endpoint in a web server.
 */
final class NettyEndpointFactory {

	private final SodpServerProperties properties;

	private final ServerPropertiesMapper mapper;

	NettyEndpointFactory(SodpServerProperties properties) {
		this.properties = properties;
		this.mapper = new ServerPropertiesMapper(properties);
	}

	NettySodpEndpointBuilder builder(SodpServer server, Duration phase, UpgradeAuthenticator users) {
		this.mapper.checkOwnPort();
		this.mapper.checkAuthenticator(server.options());
		ServerExposure.of(this.properties.open(), List.of(server.options())).log(this.mapper.path());
		return NettySodpEndpoint.builder(server)
			.port(this.mapper.port())
			.address(this.properties.netty().address())
			.path(this.mapper.path())
			.transport(transport(this.properties.netty().transport()))
			.open(this.properties.open())
			.allowedOrigins(this.mapper.allowedOrigins())
			.allowedHosts(this.mapper.allowedHosts())
			.authenticator(authenticator(server, users))
			.closeTimeout(this.mapper.closeTimeout(phase));
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
