// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.net.URI;
import java.time.Duration;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.protocol.SodpException;

/**
 * Thrown if an application that must not start without a session could not establish one.
 */
public final class SodpStartupException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** Name of the client. */
	private final String client;

	/** Address of the server. */
	private final String server;

	/** What was configured to happen. */
	private final SodpStartup startup;

	/** How long a session was waited for. */
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
	 * Returns the name of the client.
	 * @return the name, as in {@link SodpClients}
	 */
	public String client() {
		return this.client;
	}

	/**
	 * Returns the address of the server.
	 * @return the address, without user info and query
	 */
	public String server() {
		return this.server;
	}

	/**
	 * Returns what was configured to happen if the server cannot be reached.
	 * @return {@link SodpStartup#WAIT} or {@link SodpStartup#FAIL}
	 */
	public SodpStartup startup() {
		return this.startup;
	}

	/**
	 * Returns how long the start waits for a session at most.
	 * @return the configured timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
