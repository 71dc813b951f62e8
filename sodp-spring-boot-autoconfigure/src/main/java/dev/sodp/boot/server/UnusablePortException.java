// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

/**
 * Thrown if the endpoint cannot listen on {@code sodp.server.port}.
 */
public final class UnusablePortException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The port as {@link #port()} returns it. */
	private final int port;

	UnusablePortException(int port, Throwable cause) {
		super("The SODP endpoint cannot listen on port " + port, cause);
		this.port = port;
	}

	/**
	 * Returns the port that was asked for.
	 * @return the value of the property
	 */
	public int port() {
		return this.port;
	}

}
