// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that connect all at once, to a server whose {@link JwtDecoder} hangs.
 */
@Tag("container")
class BlockingJwtDecoderTests {

	private static final int TOKENS = 300;

	private static final String BLOCKED = BlockingJwtDecoderTests.class.getName();

	private final List<TokenSession> sessions = new ArrayList<>();

	private ConfigurableApplicationContext host;

	@BeforeEach
	void start() {
		this.host = Container.TOMCAT.start(WithDecoder.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.auth-timeout=60s");
	}

	@AfterEach
	void stop() {
		this.sessions.forEach(TokenSession::close);
		latch().countDown();
		this.host.close();
	}

	private CountDownLatch latch() {
		return this.host.getBean(CountDownLatch.class);
	}

	private TokenSession present(String token) {
		TokenSession session = TokenSession.present(Hosts.port(this.host), token);
		this.sessions.add(session);
		return session;
	}

	private static long blockedThreads() {
		return Thread.getAllStackTraces().values().stream().filter(BlockingJwtDecoderTests::isBlocked).count();
	}

	private static boolean isBlocked(StackTraceElement[] stack) {
		return List.of(stack)
			.stream()
			.anyMatch((frame) -> frame.getClassName().startsWith(BLOCKED) && frame.getMethodName().equals("hang"));
	}

	@Test
	void theyTakeSomeThreadsAndOtherSessionsGoOn() {
		TokenSession early = present("early");
		early.assertAcceptedAs("early");
		List<TokenSession> slow = new ArrayList<>();
		for (int i = 0; i < TOKENS; i++) {
			slow.add(present("slow"));
		}
		await().until(() -> blockedThreads() == 64);

		early.send(new Frame.Watch(10, 0, List.of("key"), null));
		assertThat(early.nextFrame()).isInstanceOf(Frame.StateInit.class);

		assertThat(blockedThreads()).isEqualTo(64);
		latch().countDown();
		slow.forEach((session) -> session.assertAcceptedAs("slow"));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class WithDecoder {

		@Bean
		CountDownLatch latch() {
			return new CountDownLatch(1);
		}

		@Bean
		JwtDecoder decoder(CountDownLatch latch) {
			return (token) -> {
				if (token.equals("slow")) {
					hang(latch);
				}
				Instant now = Instant.now();
				return Jwt.withTokenValue(token)
					.header("alg", "RS256")
					.subject(token)
					.issuedAt(now)
					.expiresAt(now.plusSeconds(300))
					.build();
			};
		}

		private static void hang(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
