// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/** Denies what a test wants and keeps what it was asked. */
final class TestPolicy implements AccessPolicy {

	final Set<String> denied = new HashSet<>();

	final List<String> questions = new ArrayList<>();

	@Nullable RuntimeException failure;

	@Override
	public boolean canRead(@Nullable SodpIdentity identity, String key) {
		return answer("read", identity, key);
	}

	@Override
	public boolean canWrite(@Nullable SodpIdentity identity, String key) {
		return answer("write", identity, key);
	}

	@Override
	public boolean canCall(@Nullable SodpIdentity identity, String method) {
		return answer("call", identity, method);
	}

	private boolean answer(String verb, @Nullable SodpIdentity identity, String name) {
		this.questions.add(((identity != null) ? identity.subject() : "anyone") + " " + verb + " " + name);
		if (this.failure != null) {
			throw this.failure;
		}
		return !this.denied.contains(name);
	}

}
