// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallbackTaskExecutor}.
 */
class CallbackTaskExecutorTests {

	@Test
	void threadsHaveTheClassLoaderOfTheApplicationWhoeverSubmits() throws Exception {
		try (URLClassLoader application = new URLClassLoader(new URL[0]);
				CallbackTaskExecutor executor = new CallbackTaskExecutor(application)) {
			CompletableFuture<ClassLoader> seen = CompletableFuture
				.supplyAsync(() -> Thread.currentThread().getContextClassLoader(), executor);

			assertThat(seen.join()).isSameAs(application);
		}
	}

}
