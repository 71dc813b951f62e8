// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.jwk.JWKSet;

/**
 * Where keys are fetched from. Its text names the place, for logs.
 */
@FunctionalInterface
interface KeyServer {

	/**
	 * Fetches the keys, within a bounded time.
	 * @return all keys that the server lists
	 */
	CompletableFuture<JWKSet> fetch();

}
