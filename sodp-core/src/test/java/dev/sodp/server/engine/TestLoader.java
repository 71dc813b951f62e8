// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.SodpStateLoader;

/**
 * Supports the keys below "db" and "copy"; the truth about those below "db" is not in the
 * journal. A test answers in its place.
 */
final class TestLoader implements SodpStateLoader {

	@Override
	public boolean supports(String key) {
		return key.startsWith("db.") || key.startsWith("copy.");
	}

	@Override
	public boolean persistent(String key) {
		return key.startsWith("copy.");
	}

	@Override
	public CompletionStage<Optional<?>> load(String key) {
		throw new UnsupportedOperationException();
	}

}
