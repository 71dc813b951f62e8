// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an application learns of a real client. */
class SodpEventPublisherTests {

	private final SodpServer server = SodpServer.builder().accessPolicy(new AccessPolicy() {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return !key.equals("secret");
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return true;
		}

	}).build();

	private final SodpClient client = SodpClient.builder("ws://in-memory")
		.transport(new InMemoryTransport((socket, peer) -> this.server.accept(socket, Peer.remote(peer.address()))))
		.reconnectDelay(Duration.ofMillis(10))
		.maxReconnectDelay(Duration.ofMillis(20))
		.autoStart(false)
		.build();

	private final List<SodpClientEvent> events = new CopyOnWriteArrayList<>();

	private final SodpEventPublisher publisher = new SodpEventPublisher(SodpClients.of(this.client),
			(event) -> this.events.add((SodpClientEvent) event));

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private <E extends SodpClientEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	private void restored() {
		this.client.start();
		await().until(() -> !events(SodpRestoredEvent.class).isEmpty());
	}

	@Test
	void connectedComesBeforeRestored() {
		restored();
		assertThat(this.events).hasExactlyElementsOfTypes(SodpConnectedEvent.class, SodpRestoredEvent.class);
	}

	@Test
	void eventsTellTheirClient() {
		restored();
		assertThat(this.events).allSatisfy((event) -> {
			assertThat(event.getClient()).isSameAs(this.client);
			assertThat(event.getClientName()).isEqualTo("primary");
			assertThat(event).asString().contains("primary");
		});
	}

	@Test
	void connectedAndRestoredTellTheStatus() {
		restored();
		assertThat(events(SodpConnectedEvent.class)).singleElement()
			.satisfies((event) -> assertThat(event.getStatus().state()).isEqualTo(ConnectionState.CONNECTED));
		assertThat(events(SodpRestoredEvent.class)).singleElement()
			.satisfies((event) -> assertThat(event.getStatus().state()).isEqualTo(ConnectionState.RESTORED));
	}

	@Test
	void lostConnectionIsToldWithItsReason() {
		restored();
		this.server.stop();
		await().until(() -> !events(SodpDisconnectedEvent.class).isEmpty());
		SodpDisconnectedEvent event = events(SodpDisconnectedEvent.class).get(0);
		assertThat(event.getReason()).get().asString().contains("Connection lost");
		assertThat(event.getStatus().nextAttempt()).isNotNull();
		assertThat(event.isFinal()).isFalse();
	}

	@Test
	void failedAttemptsInBetweenAreNoEvents() {
		restored();
		this.server.stop();
		await().until(() -> this.client.statistics().connections().attempts() > 5);
		assertThat(events(SodpDisconnectedEvent.class)).hasSize(1);
	}

	@Test
	void stoppedClientIsDisconnectedForGood() {
		restored();
		this.client.stop();
		await().until(() -> !events(SodpDisconnectedEvent.class).isEmpty());
		assertThat(events(SodpDisconnectedEvent.class)).singleElement().satisfies((event) -> {
			assertThat(event.isFinal()).isTrue();
			assertThat(event.getReason()).isEmpty();
		});
	}

	@Test
	void clientThatGivesUpIsDisconnectedForGood() {
		List<SodpClientEvent> others = new CopyOnWriteArrayList<>();
		try (SodpClient hasty = SodpClient.builder("ws://127.0.0.1:1").reconnect(false).autoStart(false).build()) {
			new SodpEventPublisher(SodpClients.of(hasty), (event) -> others.add((SodpClientEvent) event));
			hasty.start();
			await().until(() -> !others.isEmpty());
			assertThat(others).singleElement()
				.isInstanceOfSatisfying(SodpDisconnectedEvent.class, (event) -> assertThat(event.isFinal()).isTrue());
		}
	}

	@Test
	void refusedKeyIsToldWithCodeAndReason() {
		restored();
		this.client.watch("secret", (value, meta) -> {
		});
		await().until(() -> !events(SodpDeniedEvent.class).isEmpty());
		assertThat(events(SodpDeniedEvent.class)).singleElement().satisfies((event) -> {
			assertThat(event.getKey()).isEqualTo("secret");
			assertThat(event.getCode()).isEqualTo(403);
			assertThat(event.getReason()).isNotBlank();
		});
	}

	@Test
	void eachOfSeveralClientsIsTold() {
		List<String> names = new CopyOnWriteArrayList<>();
		try (SodpClient other = SodpClient.builder("ws://in-memory")
			.transport(new InMemoryTransport(this.server))
			.autoStart(false)
			.build()) {
			new SodpEventPublisher(SodpClients.of(this.client, Map.of("billing", other)),
					(event) -> names.add(((SodpClientEvent) event).getClientName()));
			other.start();
			await().until(() -> names.contains("billing"));
			assertThat(names).containsOnly("billing");
		}
	}

	@Test
	void destroyedPublisherIsSilent() {
		this.publisher.destroy();
		List<Object> others = new CopyOnWriteArrayList<>();
		new SodpEventPublisher(SodpClients.of(this.client), others::add);
		this.client.start();
		await().until(() -> others.size() == 2);
		assertThat(this.events).isEmpty();
	}

	@Test
	void listenerMayUseTheClient() {
		List<Object> written = new CopyOnWriteArrayList<>();
		new SodpEventPublisher(SodpClients.of(this.client), (event) -> {
			if (event instanceof SodpConnectedEvent) {
				written.add(this.client.set("game", 1).join());
			}
		});
		restored();
		await().until(() -> written.size() == 1);
		assertThat(this.server.get("game")).isPresent();
	}

}
