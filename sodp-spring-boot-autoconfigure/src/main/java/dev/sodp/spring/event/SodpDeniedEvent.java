// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.SodpClient;

/**
 * Published when the server has refused to let a client watch a key, or all keys with a
 * prefix. The key is requested again in the next session.
 */
public final class SodpDeniedEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	/** The refused key. */
	private final String key;

	/** The error code. */
	private final int code;

	/** The message of the server. */
	private final String reason;

	/**
	 * Creates an event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param key the refused key
	 * @param code an error code of the protocol (section 5)
	 * @param reason the message of the server
	 */
	public SodpDeniedEvent(String clientName, SodpClient client, String key, int code, String reason) {
		super(clientName, client);
		this.key = Objects.requireNonNull(key, "key must not be null");
		this.code = code;
		this.reason = Objects.requireNonNull(reason, "reason must not be null");
	}

	/**
	 * Returns the refused key.
	 * @return the key, or a pattern such as {@code game.*} that stands for all keys with
	 * a prefix
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Returns the error code; see {@link dev.sodp.protocol.ErrorCode}.
	 * @return the code, usually 403; 404 if the server cannot watch prefixes
	 */
	public int getCode() {
		return this.code;
	}

	/**
	 * Returns the message of the server.
	 * @return a human-readable message
	 */
	public String getReason() {
		return this.reason;
	}

}
