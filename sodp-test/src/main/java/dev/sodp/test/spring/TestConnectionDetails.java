// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import dev.sodp.boot.SodpConnectionDetails;
import org.jspecify.annotations.Nullable;

/**
 * Connects the client of an application to the server of its test.
 */
final class TestConnectionDetails implements SodpConnectionDetails {

	private final String url;

	private final @Nullable String token;

	TestConnectionDetails(String url, @Nullable String token) {
		this.url = url;
		this.token = token;
	}

	@Override
	public String getUrl() {
		return this.url;
	}

	@Override
	public @Nullable String getToken() {
		return this.token;
	}

}
