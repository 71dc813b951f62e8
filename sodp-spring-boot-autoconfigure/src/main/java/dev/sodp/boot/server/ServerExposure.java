// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;
import java.util.stream.Stream;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.transport.SessionAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an endpoint asks nothing of its clients, so that only those on this machine may
 * connect. What its server was built with decides, whoever has built it: beans in the
 * context may belong to something else.
 */
final class ServerExposure {

	private static final Logger logger = LoggerFactory.getLogger(SodpServerAutoConfiguration.class);

	private final boolean opened;

	private final boolean secured;

	private ServerExposure(boolean opened, boolean secured) {
		this.opened = opened;
		this.secured = secured;
	}

	/**
	 * Judges an endpoint.
	 * @param opened whether it is to be open for everyone anyway
	 * @param servers that it may lead to
	 * @return its exposure, as that of the least secured server
	 */
	static ServerExposure of(boolean opened, List<SodpServerOptions> servers) {
		return new ServerExposure(opened, !servers.isEmpty() && servers.stream().allMatch(ServerExposure::isSecured));
	}

	/**
	 * Returns what the servers were built with that an endpoint may lead to.
	 * @param acceptor of the endpoint
	 * @param all servers in the context, one of which may be behind an acceptor of the
	 * application
	 * @return the options of one or more servers
	 */
	static List<SodpServerOptions> options(SessionAcceptor acceptor, Stream<SodpServer> all) {
		return ((acceptor instanceof SodpServer server) ? Stream.of(server) : all).map(SodpServer::options).toList();
	}

	private static boolean isSecured(SodpServerOptions server) {
		return server.authenticator() != null || !server.accessPolicy().equals(AccessPolicy.ALLOW_ALL);
	}

	/**
	 * Logs who may connect, unless the server decides that itself.
	 * @param path of the endpoint
	 */
	void log(String path) {
		if (!this.secured) {
			logger.info("There is neither a SodpAuthenticator nor an AccessPolicy: {}", this.opened
					? "everyone who reaches " + path + " may read and write all state, as sodp.server.open is set"
					: path + " serves clients on this machine, and users that Spring Security has authenticated");
		}
	}

	boolean isLocalOnly() {
		return !this.opened && !this.secured;
	}

}
