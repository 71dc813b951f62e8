// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpAuthenticationException;
import dev.sodp.client.SodpClient;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpStartup;
import dev.sodp.spring.SodpStartupException;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code sodp.startup} makes of a server that is not there.
 */
class StartupTests {

	private static final String NOBODY = "sodp.url=ws://127.0.0.1:1";

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class))
		.withPropertyValues("sodp.reconnect.delay=50ms", "sodp.reconnect.max-delay=50ms", "sodp.startup-timeout=20s");

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	private ApplicationContextRunner connectedTo(SessionAcceptor acceptor) {
		return this.contextRunner.withBean(SodpClientBuilderCustomizer.class,
				() -> (builder) -> builder.transport(new InMemoryTransport(acceptor)));
	}

	@Test
	void byDefaultTheApplicationStartsWithoutTheServer() {
		this.contextRunner.withPropertyValues(NOBODY).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(SodpClient.class).status().state().isLive()).isFalse();
		});
	}

	@Test
	@Timeout(60)
	void byDefaultTheStartDoesNotWaitForANetworkThatHangs() {
		CountDownLatch connecting = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		Transport hanging = (request, listener) -> {
			connecting.countDown();
			await().until(() -> started.getCount() == 0);
			throw new IllegalStateException("no route to host");
		};
		this.contextRunner.withBean(SodpClientBuilderCustomizer.class, () -> (builder) -> builder.transport(hanging))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				await().until(() -> connecting.getCount() == 0);
				started.countDown();
			});
	}

	@Test
	void waitReturnsWithALiveSession() {
		connectedTo(this.server).withPropertyValues("sodp.startup=wait")
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().state().isLive()).isTrue());
	}

	@Test
	void waitEndsWhenTheServerComesAfterFailedAttempts() {
		this.server.stop();
		CompletableFuture<Void> refused = new CompletableFuture<>();
		SessionAcceptor acceptor = (socket, peer) -> {
			if (refused.isDone()) {
				this.server.start();
			}
			refused.complete(null);
			return this.server.accept(socket, peer);
		};
		connectedTo(acceptor).withPropertyValues("sodp.startup=wait")
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().state().isLive()).isTrue());
	}

	@Test
	void waitFailsWhenTheTimeIsUp() {
		this.contextRunner.withPropertyValues(NOBODY, "sodp.startup=wait", "sodp.startup-timeout=300ms")
			.run((context) -> assertThat(startupFailure(context.getStartupFailure()).startup())
				.isEqualTo(SodpStartup.WAIT));
	}

	@Test
	void failReturnsWithALiveSession() {
		connectedTo(this.server).withPropertyValues("sodp.startup=fail")
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().state().isLive()).isTrue());
	}

	@Test
	void failFailsAtTheFirstAttempt() {
		this.contextRunner.withPropertyValues(NOBODY, "sodp.startup=fail", "sodp.startup-timeout=1h")
			.run((context) -> assertThat(startupFailure(context.getStartupFailure()).startup())
				.isEqualTo(SodpStartup.FAIL));
	}

	@Test
	void waitFailsAtOnceWhenTheTokenIsRefused() {
		SodpServer guarded = SodpServer.builder()
			.authenticator((token) -> CompletableFuture.failedStage(new AuthenticationRefusedException("nobody")))
			.build();
		SessionAcceptor untrusted = (socket, peer) -> guarded.accept(socket, Peer.remote(peer.address()));
		connectedTo(untrusted).withPropertyValues("sodp.startup=wait", "sodp.startup-timeout=1h", "sodp.token=refused")
			.run((context) -> assertThat(startupFailure(context.getStartupFailure()))
				.hasCauseInstanceOf(SodpAuthenticationException.class));
		guarded.close();
	}

	private static SodpStartupException startupFailure(Throwable failure) {
		Throwable current = failure;
		while (current != null && !(current instanceof SodpStartupException)) {
			current = current.getCause();
		}
		assertThat(current).as("SodpStartupException").isNotNull();
		return (SodpStartupException) current;
	}

}
