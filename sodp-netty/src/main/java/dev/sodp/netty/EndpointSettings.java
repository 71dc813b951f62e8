// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.sodp.server.SodpServer;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint was built with.
 *
 * @param server where sessions are opened
 * @param address where to listen
 * @param path path of the upgrade
 * @param transport kind of event loops
 * @param loops number of event loops
 * @param tls encryption at the start, or {@code null} for none
 * @param open whether everyone may connect to a server that asks nothing of its clients
 * @param allowedOrigins origins and patterns
 * @param allowedHosts names of this machine
 * @param authenticator identifies clients by their upgrades
 * @param leaving whether clients should turn to another server
 * @param upgradeTimeout how long a connection may take to become a WebSocket
 * @param closeTimeout how long a peer may delay the end of its connection
 */
record EndpointSettings(SodpServer server, InetSocketAddress address, String path, IoTransport transport, int loops,
		@Nullable SslContext tls, boolean open, List<String> allowedOrigins, List<String> allowedHosts,
		UpgradeAuthenticator authenticator, BooleanSupplier leaving, Duration upgradeTimeout, Duration closeTimeout) {
}
