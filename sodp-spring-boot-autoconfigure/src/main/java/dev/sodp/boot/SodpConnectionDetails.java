// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.boot.properties.SodpClientProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * How to reach a SODP server. A bean of this type takes the place of {@code sodp.url} and
 * {@code sodp.token}, and of the server in the same application. For a client under
 * {@code sodp.clients.<name>} it is the bean {@code <name>SodpConnectionDetails}.
 */
public interface SodpConnectionDetails extends ConnectionDetails {

	/**
	 * Address of the server.
	 * @return a {@code ws://} or {@code wss://} address, or null for the server in the
	 * same application if there is one, else {@value SodpClientProperties#DEFAULT_URL}
	 */
	@Nullable String getUrl();

	/**
	 * Token to present to the server.
	 * @return null if there is none
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Certificates for a {@code wss://} address.
	 * @return null for those of {@code sodp.ssl.bundle}, else of the JVM
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
