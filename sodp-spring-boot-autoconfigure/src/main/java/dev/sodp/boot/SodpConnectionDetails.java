package dev.sodp.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * How to reach a SODP server. A bean of this type takes the place of {@code sodp.url} and
 * {@code sodp.token}, and of the server in the same application.
 */
public interface SodpConnectionDetails extends ConnectionDetails {

	/**
	 * Address of the server.
	 * @return a {@code ws://} or {@code wss://} address, or null for the server in the
	 * same application if there is one, else {@value SodpProperties#DEFAULT_URL}
	 */
	@Nullable String getUrl();

	/**
	 * Token to present to the server.
	 * @return null if there is none
	 */
	default @Nullable String getToken() {
		return null;
	}

}
