// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sodp.client.StateRef;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Animal.Dog;
import dev.sodp.state.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Generic values that are written with their type, and read back by it. */
class TypedWritesTests {

	private static final String KEY = "zoo";

	private static final List<Animal> ZOO = List.of(new Dog(1));

	private final Connected connected = new Connected();

	private final SodpServer server = this.connected.server;

	private final SodpOperations sodp = new SodpTemplate(this.connected.client);

	@AfterEach
	void close() {
		this.connected.close();
	}

	private void assertStored(String json) {
		assertThat(this.server.get(KEY).orElseThrow().value()).isEqualTo(JsonMapper.shared().readTree(json));
	}

	private void assertStoredAndRead() {
		assertStored("[{\"type\":\"dog\",\"bones\":1}]");
		assertThat(this.sodp.fetchAndWait(KEY, Animal.LIST)).contains(ZOO);
	}

	@Test
	void setTakesTheType() {
		this.sodp.set(KEY, ZOO, Animal.LIST).join();

		assertStoredAndRead();
	}

	@Test
	void setAndWaitTakesTheType() {
		this.sodp.setAndWait(KEY, ZOO, Animal.LIST);

		assertStoredAndRead();
	}

	@Test
	void aWriteAfterTheCommitTakesTheType() {
		new TransactionTemplate(new RecordingTransactions())
			.execute((status) -> this.sodp.afterCommit().set(KEY, ZOO, Animal.LIST))
			.join();

		assertStoredAndRead();
	}

	@Test
	void theReactiveTemplateTakesTheType() {
		new ReactiveSodpTemplate(this.sodp).set(KEY, ZOO, Animal.LIST).block(Duration.ofSeconds(30));

		assertStoredAndRead();
	}

	@Test
	void aValueWithItsTypeIsTakenForAPart() {
		this.sodp.setIn(KEY, "/dogs", TypedValue.of(ZOO, Animal.LIST)).join();

		assertStored("{\"dogs\":[{\"type\":\"dog\",\"bones\":1}]}");
	}

	@Test
	void theServerTakesAValueWithItsType() {
		this.server.set(KEY, TypedValue.of(ZOO, Animal.LIST));

		assertStoredAndRead();
	}

	@Test
	void aHandleWritesWhatItsOwnWatchReads() {
		StateRef<List<Animal>> zoo = this.sodp.state(KEY, Animal.LIST);
		Seen seen = new Seen();
		zoo.watch((value, meta) -> seen.add(value));

		zoo.set(ZOO).join();

		seen.awaitLast(ZOO);
		assertThat(zoo.get()).contains(ZOO);
	}

	@Test
	void aStateReadsWhatAHandleOfItsTypeWrites() {
		try (SodpStates states = new SodpStates(SodpClients.of(this.connected.client), JsonMapper.shared())) {
			SodpState<List<Animal>> state = states.get(KEY, Animal.LIST);

			this.sodp.state(KEY, Animal.LIST).set(ZOO).join();

			await().untilAsserted(() -> assertThat(state.get()).contains(ZOO));
		}
	}

	/** Why the type must be given: this is what a list writes of itself. */
	@Test
	void withoutTheTypeTheClassesAreMissing() {
		this.sodp.set(KEY, ZOO).join();

		assertThat(this.server.get(KEY).orElseThrow().value().toString()).isEqualTo("[{\"bones\":1}]");
		assertThat(this.sodp.set(KEY, Map.of("a", 1))).succeedsWithin(Duration.ofSeconds(30));
	}

}
