// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.server.SodpStateLoader;
import org.jspecify.annotations.Nullable;

/** Which loader is responsible for which key. */
final class Loaders {

	private final List<SodpStateLoader> loaders;

	Loaders(List<SodpStateLoader> loaders) {
		this.loaders = loaders;
	}

	/**
	 * The loader of a key.
	 * @return null if there is none
	 */
	@Nullable SodpStateLoader of(String key) {
		for (SodpStateLoader loader : this.loaders) {
			if (loader.supports(key)) {
				return loader;
			}
		}
		return null;
	}

	/**
	 * Whether the truth about a key is kept by a loader and not by the journal.
	 */
	boolean keep(String key) {
		SodpStateLoader loader = of(key);
		return loader != null && !loader.persistent(key);
	}

	/**
	 * Whether a loader must not be asked for a key again only because it was deleted long
	 * ago.
	 */
	boolean mayReviveDeleted(String key) {
		SodpStateLoader loader = of(key);
		return loader != null && loader.persistent(key);
	}

}
