// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import com.nimbusds.jose.jwk.ECKey;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions of a server whose tokens are verified with the keys of a key server that has a
 * bad minute.
 */
@Tag("container")
class KeyServerTests {

	private static final int TOKENS = 1000;

	private static final ECKey NEW_KEY = TokenIssuer.ec("ec-2");

	private KeyServerStub keys;

	private ConfigurableApplicationContext host;

	private final List<TokenSession> sessions = new ArrayList<>();

	@BeforeEach
	void startKeyServer() throws Exception {
		this.keys = new KeyServerStub(TokenIssuer.RSA, TokenIssuer.EC);
	}

	private void startHost(String... properties) {
		List<String> all = new ArrayList<>(List.of("sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.auth.jwt.key-fetch-interval=1s", "sodp.server.auth-timeout=60s"));
		all.addAll(List.of(properties));
		this.host = Container.TOMCAT.start(TestApplication.class, all.toArray(String[]::new));
	}

	private void startHostWithKeys() {
		startHost("sodp.server.auth.jwt.jwk-set-uri=" + this.keys.keysAddress());
	}

	@AfterEach
	void stop() {
		this.sessions.forEach(TokenSession::close);
		this.keys.release();
		if (this.host != null) {
			this.host.close();
		}
		this.keys.close();
	}

	private TokenSession present(String token) {
		TokenSession session = TokenSession.present(Hosts.port(this.host), token);
		this.sessions.add(session);
		return session;
	}

	private List<TokenSession> presentJunk() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(20);
		try {
			String port = Hosts.port(this.host);
			List<TokenSession> junk = new ArrayList<>();
			Callable<TokenSession> client = () -> TokenSession.present(port, TokenIssuer.withUnknownKey());
			for (Future<TokenSession> session : clients.invokeAll(Collections.nCopies(TOKENS, client))) {
				junk.add(session.get());
			}
			this.sessions.addAll(junk);
			return junk;
		}
		finally {
			clients.shutdown();
		}
	}

	private static String known() {
		return TokenIssuer.rs256(TokenIssuer.RSA, TokenIssuer.claims());
	}

	private static long threadsOfServers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("sodp-server"))
			.count();
	}

	@Test
	void tokensOfAllListedKeysAreAccepted() {
		startHostWithKeys();

		present(known()).assertAcceptedAs("ada");
		present(TokenIssuer.es256(TokenIssuer.EC, TokenIssuer.claims())).assertAcceptedAs("ada");
	}

	@Test
	void theApplicationStartsWhileTheKeyServerHangs() {
		this.keys.hang();
		startHostWithKeys();
		TokenSession early = present(known());

		this.keys.release();

		early.assertAcceptedAs("ada");
	}

	@Test
	void whoHasAKnownKeyIsNotAffectedByAThousandWhoseKeyIsUnknownWhileTheKeyServerHangs() throws Exception {
		startHostWithKeys();
		present(known()).assertAcceptedAs("ada");
		int before = this.keys.requests.get();
		long start = System.nanoTime();
		this.keys.hang();
		List<TokenSession> junk = presentJunk();
		long threads = threadsOfServers();

		TokenSession session = present(known());

		session.assertAcceptedAs("ada");
		session.send(new Frame.Watch(10, 0, List.of("key"), null));
		assertThat(session.nextFrame()).isInstanceOf(Frame.StateInit.class);
		assertThat(threads).isLessThan(TOKENS / 10);
		junk.forEach(
				(each) -> assertThat(each.assertRefused()).isEqualTo("The token cannot be verified at the moment"));
		long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
		assertThat(this.keys.requests.get() - before).isBetween(1, (int) seconds + 2);
	}

	@Test
	void aNewKeyIsAcceptedWhileTokensWithUnknownKeysPourIn() throws Exception {
		startHostWithKeys();
		present(known()).assertAcceptedAs("ada");
		String port = Hosts.port(this.host);
		AtomicBoolean enough = new AtomicBoolean();
		Thread pouring = new Thread(() -> {
			while (!enough.get()) {
				TokenSession.present(port, TokenIssuer.withUnknownKey()).close();
			}
		});
		pouring.start();
		try {
			await().until(() -> this.keys.requests.get() > 1);

			this.keys.list(NEW_KEY);

			present(TokenIssuer.es256(NEW_KEY, TokenIssuer.claims())).assertAcceptedAs("ada");
			assertThat(present(known()).assertRefused()).isEqualTo("The token is not valid");
		}
		finally {
			enough.set(true);
			pouring.join();
		}
	}

	@Test
	void keysAreDiscoveredFromTheIssuerOnceItAnswers() {
		this.keys.hang();
		startHost("sodp.server.auth.jwt.issuer-uri=" + this.keys.issuerAddress());
		String issuer = this.keys.issuerAddress();
		TokenSession early = present(
				TokenIssuer.rs256(TokenIssuer.RSA, TokenIssuer.claims((claims) -> claims.issuer(issuer))));

		this.keys.release();

		early.assertAcceptedAs("ada");
		assertThat(present(known()).assertRefused()).isEqualTo("The token is not valid");
	}

	@Test
	void aMetadataDocumentOfAnotherIssuerIsOfNoUse() {
		this.keys.issuer = "https://another.example.org";
		startHost("sodp.server.auth.jwt.issuer-uri=" + this.keys.issuerAddress());

		String message = present(TokenIssuer.rs256(TokenIssuer.RSA,
				TokenIssuer.claims((claims) -> claims.issuer(this.keys.issuerAddress()))))
			.assertRefused();

		assertThat(message).isEqualTo("The token cannot be verified at the moment");
		assertThat(this.keys.requests).hasValue(0);
	}

}
