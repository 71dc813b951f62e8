// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Gives its threads the application's class loader. Otherwise they would inherit that of
 * the thread that submits a callback, which belongs to the JDK's HTTP client.
 */
final class CallbackTaskExecutor extends SimpleAsyncTaskExecutor {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // executors are never serialized
	private final @Nullable ClassLoader classLoader;

	CallbackTaskExecutor(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	protected Thread newThread(Runnable task) {
		Thread thread = super.newThread(task);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

}
