// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.SodpStateLoader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The loading of a key. */
public final class Load extends ApplicationCall {

	private final String key;

	private final SodpStateLoader loader;

	private @Nullable JsonNode value;

	Load(String key, SodpStateLoader loader, Listener listener) {
		super(listener);
		this.key = key;
		this.loader = loader;
	}

	public String key() {
		return this.key;
	}

	public SodpStateLoader loader() {
		return this.loader;
	}

	/**
	 * The loader has answered.
	 * @param newValue an immutable value, or null if the key does not exist
	 */
	public void loaded(@Nullable JsonNode newValue) {
		this.value = newValue;
	}

	@Nullable JsonNode value() {
		return this.value;
	}

	@Override
	public String toString() {
		return "the loading of '" + this.key + "' by " + this.loader;
	}

}
