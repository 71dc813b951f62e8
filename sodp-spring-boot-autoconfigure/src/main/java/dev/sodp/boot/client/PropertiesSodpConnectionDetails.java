// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.properties.SodpClientProperties;
import org.jspecify.annotations.Nullable;

/**
 * {@link SodpConnectionDetails} backed by {@link SodpClientProperties}.
 */
final class PropertiesSodpConnectionDetails implements SodpConnectionDetails {

	private final SodpClientProperties properties;

	PropertiesSodpConnectionDetails(SodpClientProperties properties) {
		this.properties = properties;
	}

	@Override
	public @Nullable String getUrl() {
		return this.properties.url();
	}

	@Override
	public @Nullable String getToken() {
		return this.properties.token();
	}

}
