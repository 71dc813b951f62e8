// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;

/**
 * Issues tokens, and accepts those that it has issued or been given until they expire.
 */
final class TokenAuthority implements SodpAuthenticator {

	/** Subjects by token. */
	private final Map<String, String> subjects = new ConcurrentHashMap<>();

	private final Set<String> expired = ConcurrentHashMap.newKeySet();

	String issue(String subject) {
		String token = UUID.randomUUID().toString();
		accept(token, subject);
		return token;
	}

	void accept(String token, String subject) {
		this.subjects.put(token, subject);
		this.expired.remove(token);
	}

	/** Refuses every token known so far. */
	void expireAll() {
		this.expired.addAll(this.subjects.keySet());
	}

	/** Accepts expired tokens again. */
	void renewAll() {
		this.expired.clear();
	}

	@Override
	public CompletionStage<SodpIdentity> authenticate(String token) {
		String subject = this.subjects.get(token);
		if (subject == null) {
			return CompletableFuture.failedStage(new AuthenticationRefusedException("Unknown token"));
		}
		if (this.expired.contains(token)) {
			return CompletableFuture.failedStage(new AuthenticationRefusedException("Token expired"));
		}
		return CompletableFuture.completedStage(new SodpIdentity(subject, Map.of(), null));
	}

}
