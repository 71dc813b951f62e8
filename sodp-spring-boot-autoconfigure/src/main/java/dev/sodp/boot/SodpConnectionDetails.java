// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.boot.properties.SodpClientProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details required to connect to a SODP server. A bean of this type takes precedence over
 * {@code sodp.url} and {@code sodp.token}, and over the server in the same application.
 * For a client under {@code sodp.clients.<name>} it is the bean
 * {@code <name>SodpConnectionDetails}.
 */
public interface SodpConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the address of the server.
	 * @return a {@code ws://} or {@code wss://} address; or null for the server in the
	 * same application if there is one, otherwise
	 * {@value SodpClientProperties#DEFAULT_URL}
	 */
	@Nullable String getUrl();

	/**
	 * Returns the token to authenticate with.
	 * @return the token, or null if there is none
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Returns the SSL bundle for a {@code wss://} address.
	 * @return the bundle, or null for {@code sodp.ssl.bundle} or, if that is not set, the
	 * JVM's default certificates
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
