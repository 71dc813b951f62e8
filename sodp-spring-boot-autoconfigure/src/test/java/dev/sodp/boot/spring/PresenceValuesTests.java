// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.ClientError;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpErrorListener;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Animal;
import dev.sodp.spring.Animal.Dog;
import dev.sodp.spring.EndlessValues;
import dev.sodp.spring.presence.SodpPresence;
import dev.sodp.state.InvalidValueException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How what a presence method returns is written. */
class PresenceValuesTests {

	private static final String KEY = "services.instances";

	private final SodpServer server = SodpServer.builder().build();

	private final List<ClientError> errors = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpPresenceAutoConfiguration.class,
				PropertyPlaceholderAutoConfiguration.class))
		.withBean(SodpServer.class, () -> this.server)
		.withBean(SodpErrorListener.class, () -> this.errors::add);

	@AfterEach
	void close() {
		this.server.close();
	}

	private JsonNode stored(String name) {
		return this.server.get(KEY).map((snapshot) -> snapshot.value().path(name)).orElseGet(MissingNode::getInstance);
	}

	private void awaitStored(String name, String json) {
		await().untilAsserted(() -> assertThat(stored(name)).isEqualTo(JsonMapper.shared().readTree(json)));
	}

	@Test
	void elementsNameTheClassesThatTheMethodsTypeAsksFor() {
		this.contextRunner.withUserConfiguration(Zoo.class)
			.run((context) -> awaitStored("zoo", "[{\"type\":\"dog\",\"bones\":1}]"));
	}

	abstract static class Generic<T> {

		@SodpPresence(key = KEY, path = "/zoo")
		List<T> instance() {
			return List.of(make());
		}

		abstract T make();

	}

	static class Zoo extends Generic<Animal> {

		@Override
		Animal make() {
			return new Dog(1);
		}

	}

	@Test
	void anOptionalIsWrittenAsWhatItHolds() {
		this.contextRunner.withUserConfiguration(OptionalZoo.class)
			.run((context) -> awaitStored("zoo", "[{\"type\":\"dog\",\"bones\":1}]"));
	}

	@Test
	void anEmptyOptionalIsNotPresentFromThenOn() {
		this.contextRunner.withUserConfiguration(OptionalZoo.class).run((context) -> {
			awaitStored("zoo", "[{\"type\":\"dog\",\"bones\":1}]");
			OptionalZoo bean = context.getBean(OptionalZoo.class);
			bean.value = Optional.empty();

			context.getBean(SodpClient.class).reconnect();
			await().until(() -> stored("zoo").isMissingNode());

			bean.value = Optional.of(List.of(new Dog(2)));
			context.getBean(SodpClient.class).reconnect();
			awaitStored("zoo", "[{\"type\":\"dog\",\"bones\":2}]");
		});
	}

	@Test
	void aValueThatNeverEndsIsReportedAndStopsNoOther() {
		this.contextRunner.withUserConfiguration(Endless.class, Zoo.class).run((context) -> {
			awaitStored("zoo", "[{\"type\":\"dog\",\"bones\":1}]");
			await().untilAsserted(() -> assertThat(this.errors).singleElement().satisfies((error) -> {
				assertThat(error.message()).contains("Endless.instance()");
				assertThat(error.cause()).isInstanceOf(InvalidValueException.class)
					.hasMessageContaining("/members/0/team");
			}));
		});
	}

	static class Endless {

		@SodpPresence(key = KEY, path = "/endless")
		EndlessValues.Team instance() {
			return EndlessValues.team();
		}

	}

	static class OptionalZoo {

		volatile Optional<List<Animal>> value = Optional.of(List.of(new Dog(1)));

		@SodpPresence(key = KEY, path = "/zoo")
		Optional<List<Animal>> instance() {
			return this.value;
		}

	}

}
