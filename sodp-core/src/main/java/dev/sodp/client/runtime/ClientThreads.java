// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.internal.ElasticPool;
import org.jspecify.annotations.Nullable;

/**
 * The threads that all clients of an application share: those with the same context class
 * loader when they were built. Each thread ends when idle, and the pools are collected
 * with the last client.
 */
final class ClientThreads {

	private static final ReentrantLock cacheLock = new ReentrantLock();

	/** Weak on both sides, since threads refer to the class loader. */
	private static final Map<ClassLoader, WeakReference<ClientThreads>> cache = new WeakHashMap<>();

	private final ElasticPool callbacks = new ElasticPool("sodp-callback");

	private final ElasticPool completions = new ElasticPool("sodp-completion");

	private ClientThreads() {
	}

	/** The threads of the calling application. */
	static ClientThreads shared() {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		if (classLoader == null) {
			classLoader = ClassLoader.getSystemClassLoader();
		}
		cacheLock.lock();
		try {
			WeakReference<ClientThreads> reference = cache.get(classLoader);
			@Nullable ClientThreads threads = (reference != null) ? reference.get() : null;
			if (threads == null) {
				threads = new ClientThreads();
				cache.put(classLoader, new WeakReference<>(threads));
			}
			return threads;
		}
		finally {
			cacheLock.unlock();
		}
	}

	/** Run callbacks and listeners. */
	ElasticPool callbacks() {
		return this.callbacks;
	}

	/**
	 * Complete futures and do what may block on behalf of an engine: tokens, name
	 * resolution.
	 */
	ElasticPool completions() {
		return this.completions;
	}

}
