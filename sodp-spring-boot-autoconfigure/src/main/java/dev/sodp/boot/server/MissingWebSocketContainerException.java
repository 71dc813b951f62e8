// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

/**
 * Thrown if an application is to host a SODP server but has no servlet container with
 * WebSocket support.
 */
public final class MissingWebSocketContainerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The remedy as {@link #remedy()} returns it. */
	private final String remedy;

	/**
	 * Creates an exception.
	 * @param reason what is missing, the rest of a sentence
	 * @param remedy what to do about it, a sentence
	 */
	public MissingWebSocketContainerException(String reason, String remedy) {
		super("sodp.server.enabled is true, but the application has no servlet WebSocket container: " + reason);
		this.remedy = remedy;
	}

	/**
	 * Returns what to do about it.
	 * @return the remedy, a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
