// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallbackExecutorTests {

	@Test
	void theExecutorOfTheBuilderIsLent() {
		Executor executor = (task) -> new Thread(task).start();
		try (SodpClient client = SodpClient.builder("ws://localhost:1")
			.callbackExecutor(executor)
			.autoStart(false)
			.build()) {
			assertThat(client.callbackExecutor()).isSameAs(executor);
		}
	}

	@Test
	void otherwiseTheClientsOwnThreadsAreLent() throws Exception {
		try (SodpClient client = SodpClient.builder("ws://localhost:1").autoStart(false).build()) {
			CompletableFuture<String> name = new CompletableFuture<>();

			client.callbackExecutor().execute(() -> name.complete(Thread.currentThread().getName()));

			assertThat(name.get(20, TimeUnit.SECONDS)).startsWith("sodp-callback-");
		}
	}

}
