// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.net.URI;
import java.time.Duration;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.protocol.SodpException;

/**
 * An application that asked not to be started without a session has none.
 */
public final class SodpStartupException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final String client;

	private final String server;

	private final SodpStartup startup;

	private final Duration timeout;

	SodpStartupException(String client, ConnectionStatus status, SodpStartup startup, Duration timeout) {
		super("No session with " + withoutSecrets(status.uri()) + ", but the application must not start without one",
				status.lastFailure());
		this.client = client;
		this.server = withoutSecrets(status.uri());
		this.startup = startup;
		this.timeout = timeout;
	}

	private static String withoutSecrets(URI uri) {
		return uri.getScheme() + "://" + uri.getHost() + ((uri.getPort() >= 0) ? ":" + uri.getPort() : "")
				+ uri.getRawPath();
	}

	/**
	 * The client's name.
	 * @return as in {@link SodpClients}
	 */
	public String client() {
		return this.client;
	}

	/**
	 * The server's address.
	 * @return without user info and query
	 */
	public String server() {
		return this.server;
	}

	/**
	 * What was asked for.
	 * @return {@link SodpStartup#WAIT} or {@link SodpStartup#FAIL}
	 */
	public SodpStartup startup() {
		return this.startup;
	}

	/**
	 * How long a session may take.
	 * @return the configured time
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
