// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.SodpStateLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which loader is responsible for which key. What they throw when they are asked that
 * does not stop a step in its middle.
 */
final class Loaders {

	private final List<SodpStateLoader> loaders;

	/** Whether the journal keeps what is loaded for other nodes, too. */
	private final boolean shared;

	/** Is notified of loaders that do not say what they are asked. */
	private final ApplicationCalls calls;

	Loaders(List<SodpStateLoader> loaders, boolean shared, ApplicationCalls calls) {
		this.loaders = loaders;
		this.shared = shared;
		this.calls = calls;
	}

	/**
	 * Which part of the application a loader is.
	 * @param loader what {@link #of} has returned
	 * @return one of the application's loaders
	 */
	static SodpStateLoader source(SodpStateLoader loader) {
		return (loader instanceof FailingLoader failing) ? failing.loader() : loader;
	}

	/**
	 * The loader of a key.
	 * @return null if there is none; one that fails if a loader does not say whether it
	 * supports the key
	 */
	@Nullable SodpStateLoader of(String key) {
		if (this.loaders.isEmpty()) {
			// Asked with each change.
			return null;
		}
		for (SodpStateLoader loader : this.loaders) {
			try {
				if (loader.supports(key)) {
					return loader;
				}
			}
			catch (Throwable ex) {
				return new FailingLoader(loader, ex);
			}
		}
		return null;
	}

	boolean isEmpty() {
		return this.loaders.isEmpty();
	}

	/**
	 * Whether the truth about a key is kept by a loader and not by the journal.
	 */
	boolean keep(String key) {
		if (this.shared) {
			return false;
		}
		SodpStateLoader loader = of(key);
		return loader != null && !isPersistent(loader, key);
	}

	/**
	 * Whether a loader must not be asked for a key again only because it was deleted long
	 * ago.
	 */
	boolean mayReviveDeleted(String key) {
		SodpStateLoader loader = of(key);
		return loader != null && (this.shared || isPersistent(loader, key));
	}

	private boolean isPersistent(SodpStateLoader loader, String key) {
		try {
			return loader.persistent(key);
		}
		catch (Throwable ex) {
			this.calls.failed(loader, loader + ", asked whether '" + key + "' is persistent", ex);
			return true;
		}
	}

	/**
	 * Stands for a loader that does not say whether it supports a key.
	 *
	 * @param loader the loader
	 * @param cause what it threw
	 */
	private record FailingLoader(SodpStateLoader loader, Throwable cause) implements SodpStateLoader {

		@Override
		public boolean supports(String key) {
			return true;
		}

		@Override
		public CompletionStage<Optional<?>> load(String key) {
			throw new IllegalStateException(this.loader + " does not say whether it supports '" + key + "'",
					this.cause);
		}

		@Override
		public String toString() {
			return this.loader.toString();
		}

	}

}
