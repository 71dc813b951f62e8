// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteOutcome;
import dev.sodp.client.WriteResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that calls faster than the journal commits.
 */
@Tag("container")
class UnansweredCallsTests {

	private static final int CALLS = 1000;

	private static final int MOST_UNANSWERED = 512;

	private static final int WAIT_SECONDS = 30;

	private ConfigurableApplicationContext host;

	private HeldJournal journal;

	private SodpClient client;

	private List<CompletableFuture<WriteResult>> callOn(Container container) throws Exception {
		this.host = container.start(Application.class, "sodp.enabled=false", "sodp.server.enabled=true");
		this.journal = this.host.getBean(HeldJournal.class);
		this.client = SodpClient.builder("ws://localhost:" + Hosts.port(this.host) + "/sodp").build();
		this.client.ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
		List<CompletableFuture<WriteResult>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			calls.add(this.client.set("key" + i, i));
		}
		await().until(() -> this.journal.waiting() == MOST_UNANSWERED);
		return calls;
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.host.close();
	}

	private void commitUntilDone(List<CompletableFuture<WriteResult>> calls) {
		await().until(() -> {
			this.journal.commit();
			return calls.stream().allMatch(CompletableFuture::isDone);
		});
	}

	@Test
	void tomcatLeavesTheRestUnreadUntilThereIsRoom() throws Exception {
		List<CompletableFuture<WriteResult>> calls = callOn(Container.TOMCAT);

		commitUntilDone(calls);

		assertThat(calls)
			.allSatisfy((call) -> assertThat(WriteOutcome.of(call).join()).isInstanceOf(WriteOutcome.Applied.class));
	}

	@Test
	void whereTheContainerReadsOnTheRestIsRefusedAtOnce() throws Exception {
		List<CompletableFuture<WriteResult>> calls = callOn(Container.JETTY);

		await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() == CALLS - MOST_UNANSWERED);
		assertThat(calls).filteredOn(CompletableFuture::isDone)
			.allSatisfy((call) -> assertThat(call.handle((result, failure) -> failure).join())
				.isInstanceOfSatisfying(SodpRejectedException.class, (ex) -> assertThat(ex.code()).isEqualTo(503)));
		commitUntilDone(calls);
		assertThat(calls).filteredOn((call) -> !call.isCompletedExceptionally()).hasSize(MOST_UNANSWERED);
	}

	@SpringBootApplication(scanBasePackages = "dev.sodp.boot.none")
	static class Application {

		@Bean(destroyMethod = "")
		HeldJournal heldJournal() {
			return new HeldJournal();
		}

	}

}
