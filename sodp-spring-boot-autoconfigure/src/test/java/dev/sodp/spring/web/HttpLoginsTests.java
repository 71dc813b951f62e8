// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class HttpLoginsTests {

	private final SodpServer server = SodpServer.builder().build();

	private final Set<String> revoked = ConcurrentHashMap.newKeySet();

	private final HttpLogins logins = new HttpLogins(() -> this.server, Duration.ofMillis(100), true,
			this.revoked::contains);

	private final Store store = new Store();

	@AfterEach
	void close() {
		this.logins.destroy();
		this.server.close();
	}

	/** Equal to any other of that name. */
	private static SodpIdentity identity() {
		return new SodpIdentity("me", Map.of(), null);
	}

	private SessionInput accept(SodpIdentity identity) {
		return this.server.accept(new IdleSocket(), Peer.remote("peer"), identity);
	}

	@Test
	void onlySessionsOfTheSameLoginEnd() {
		SodpIdentity one = identity();
		SodpIdentity other = identity();
		this.logins.join("1", this.store, one);
		this.logins.join("2", this.store, other);
		accept(one);
		accept(other);

		this.logins.end("1");

		assertThat(this.server.sessions()).hasSize(1)
			.allSatisfy((session) -> assertThat(session.identity()).isSameAs(other));
	}

	@Test
	void aLoginThatEndsBeforeTheServerHasAcceptedIsNotForgotten() {
		SodpIdentity identity = identity();
		HttpLogin login = this.logins.join("1", this.store, identity);
		this.logins.end("1");
		accept(identity);

		this.logins.accepted(login, identity);

		await().until(() -> this.server.sessions().isEmpty());
	}

	@Test
	void aSessionThatWasClosedIsForgotten() {
		SodpIdentity identity = identity();
		HttpLogin login = this.logins.join("1", this.store, identity);

		this.logins.leave(login, identity);

		assertThat(this.logins.join("1", this.store, identity())).isNotSameAs(login);
	}

	@Test
	void aRevokedLoginEndsUnderItsNewId() {
		SodpIdentity identity = identity();
		this.logins.join("1", this.store, identity);
		accept(identity);
		this.logins.renamed("1", "2");

		this.revoked.add("2");

		await().until(() -> this.server.sessions().isEmpty());
	}

	@Test
	void aStoreThatFailsEndsNothingAndIsLoggedOnce(CapturedOutput output) {
		this.store.failing = true;
		SodpIdentity identity = identity();
		this.logins.join("1", this.store, identity);
		accept(identity);

		await().until(() -> this.store.looks.get() > 3);

		assertThat(this.server.sessions()).hasSize(1);
		assertThat(output).containsOnlyOnce("WARN").contains("Cannot find out whether an HTTP session is still valid");
	}

	@Test
	void theLastWriteOfASessionCountsEvenIfItIsClosedAtOnce() {
		SodpIdentity identity = identity();
		HttpLogin login = this.logins.join("1", this.store, identity);

		this.logins.wrote(login, 1800);
		this.logins.leave(login, identity);

		await().until(() -> this.store.touches.get() == 1);
	}

	private static final class Store implements HttpSessionState {

		final AtomicInteger looks = new AtomicInteger();

		final AtomicInteger touches = new AtomicInteger();

		volatile boolean failing;

		@Override
		public boolean isAlive(String id, Duration idle) {
			this.looks.incrementAndGet();
			if (this.failing) {
				throw new IllegalArgumentException("The store is away");
			}
			return true;
		}

		@Override
		public void touch(String id) {
			this.touches.incrementAndGet();
		}

		@Override
		public boolean isLocal() {
			return false;
		}

	}

	private static final class IdleSocket implements SessionSocket {

		@Override
		public void write(byte[] frame) {
		}

		@Override
		public void flush() {
		}

		@Override
		public void close(int code, String reason) {
		}

	}

}
