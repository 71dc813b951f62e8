// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.SodpClient;

/**
 * The server refused to let a client watch a key. The key is requested again in the next
 * session.
 */
public final class SodpDeniedEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final String key;

	private final int code;

	private final String reason;

	/**
	 * Creates the event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param key the refused key
	 * @param code an error code of the protocol
	 * @param reason the server's text
	 */
	public SodpDeniedEvent(String clientName, SodpClient client, String key, int code, String reason) {
		super(clientName, client);
		this.key = Objects.requireNonNull(key, "key must not be null");
		this.code = code;
		this.reason = Objects.requireNonNull(reason, "reason must not be null");
	}

	/**
	 * The refused key.
	 * @return the key
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * The error code, see {@link dev.sodp.protocol.ErrorCode}.
	 * @return usually 403
	 */
	public int getCode() {
		return this.code;
	}

	/**
	 * The server's text.
	 * @return for people
	 */
	public String getReason() {
		return this.reason;
	}

}
