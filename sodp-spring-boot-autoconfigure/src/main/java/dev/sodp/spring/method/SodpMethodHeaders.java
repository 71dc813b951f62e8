// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

/**
 * Names of the headers that are available to methods annotated with {@link SodpMethod}
 * through {@link org.springframework.messaging.handler.annotation.Header @Header}.
 */
public final class SodpMethodHeaders {

	/** Name of the method, a {@code String}. */
	public static final String METHOD = "method";

	/** Number of the session, a {@code Long}. */
	public static final String SESSION_ID = "sessionId";

	/** Address of the client, a {@code String}. */
	public static final String PEER = "peer";

	private SodpMethodHeaders() {
	}

}
