// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.InvalidSodpKeyException;
import dev.sodp.spring.Score;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpKey;
import dev.sodp.spring.SodpState;
import dev.sodp.spring.SodpStates;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where states can be injected, and what happens where they cannot.
 */
class SodpStateAutoConfigurationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpStateAutoConfiguration.class,
				PropertyPlaceholderAutoConfiguration.class))
		.withBean(SodpServer.class, () -> this.server)
		.withPropertyValues("game.key=from.property");

	@AfterEach
	void close() {
		this.server.close();
	}

	private static <T> void awaitValue(SodpState<T> state, T expected) {
		await().untilAsserted(() -> assertThat(state.get()).contains(expected));
	}

	@Test
	void aConstructorGetsTheStateOfItsKeyAndType() {
		this.server.set("game.player", new Score("anna", 7));
		this.contextRunner.withUserConfiguration(InConstructor.class)
			.run((context) -> awaitValue(context.getBean(InConstructor.class).player, new Score("anna", 7)));
	}

	static final class InConstructor {

		final SodpState<Score> player;

		InConstructor(@SodpKey("game.player") SodpState<Score> player) {
			this.player = player;
		}

	}

	@Test
	void severalStatesOfOneBeanKeepApart() {
		this.server.set("list", List.of(new Score("anna", 7)));
		this.server.set("map", Map.of("a", List.of(1)));
		this.server.set("raw", 5);
		this.contextRunner.withUserConfiguration(Several.class).run((context) -> {
			Several bean = context.getBean(Several.class);

			awaitValue(bean.list, List.of(new Score("anna", 7)));
			awaitValue(bean.map, Map.of("a", List.of(1)));
			await().untilAsserted(
					() -> assertThat(bean.tree.get()).map(JsonNode.class::cast).map(JsonNode::intValue).contains(5));
		});
	}

	static final class Several {

		final SodpState<List<Score>> list;

		final SodpState<Map<String, List<Integer>>> map;

		final SodpState<?> tree;

		Several(@SodpKey("list") SodpState<List<Score>> list, @SodpKey("map") SodpState<Map<String, List<Integer>>> map,
				@SodpKey("raw") SodpState<?> tree) {
			this.list = list;
			this.map = map;
			this.tree = tree;
		}

	}

	@Test
	void fieldsProvidersAndOptionalsGetOneToo() {
		this.server.set("game.player", new Score("anna", 7));
		this.contextRunner.withUserConfiguration(InFields.class).run((context) -> {
			InFields bean = context.getBean(InFields.class);

			awaitValue(bean.plain, new Score("anna", 7));
			assertThat(bean.provided.getObject()).isSameAs(bean.plain);
			assertThat(bean.optional).containsSame(bean.plain);
		});
	}

	static class InFields {

		@Autowired
		@SodpKey("game.player")
		SodpState<Score> plain;

		@Autowired
		@SodpKey("game.player")
		ObjectProvider<SodpState<Score>> provided;

		@Autowired
		@SodpKey("game.player")
		Optional<SodpState<Score>> optional;

	}

	@Test
	void aBeanMethodGetsItsParameter() {
		this.server.set("game.player", new Score("anna", 7));
		this.contextRunner.withUserConfiguration(InBeanMethod.class)
			.run((context) -> awaitValue(context.getBean(Holder.class).state(), new Score("anna", 7)));
	}

	@Configuration(proxyBeanMethods = false)
	static class InBeanMethod {

		@Bean
		Holder holder(@SodpKey("game.player") SodpState<Score> state) {
			return new Holder(state);
		}

	}

	record Holder(SodpState<Score> state) {
	}

	@Test
	void placeholdersAndExpressionsOfTheKeyAreResolved() {
		this.contextRunner.withUserConfiguration(Resolved.class).run((context) -> {
			Resolved bean = context.getBean(Resolved.class);

			assertThat(bean.placeholder.key()).isEqualTo("from.property");
			assertThat(bean.expression.key()).isEqualTo("room.3");
		});
	}

	static final class Resolved {

		final SodpState<Score> placeholder;

		final SodpState<Score> expression;

		Resolved(@SodpKey("${game.key}") SodpState<Score> placeholder,
				@SodpKey("#{'room.' + (1 + 2)}") SodpState<Score> expression) {
			this.placeholder = placeholder;
			this.expression = expression;
		}

	}

	@Test
	void theClientIsChosenByItsName() {
		try (SodpServer second = SodpServer.builder().build();
				SodpClient other = SodpClient.builder("ws://second").transport(new InMemoryTransport(second)).build()) {
			second.set("game.player", new Score("ben", 9));
			this.contextRunner.withUserConfiguration(OfOtherClient.class, TwoClients.class)
				.withBean("otherClient", OtherClient.class, () -> new OtherClient(other))
				.run((context) -> awaitValue(context.getBean(OfOtherClient.class).player, new Score("ben", 9)));
		}
	}

	record OtherClient(SodpClient client) {
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClients {

		@Bean
		SodpClients clients(SodpClient primary, OtherClient other) {
			return SodpClients.of(primary, Map.of("other", other.client()));
		}

	}

	static final class OfOtherClient {

		final SodpState<Score> player;

		OfOtherClient(@SodpKey(value = "game.player", client = "other") SodpState<Score> player) {
			this.player = player;
		}

	}

	@Test
	void theTypeMayComeFromASubclass() {
		this.server.set("game.player", new Score("anna", 7));
		this.contextRunner.withUserConfiguration(ScoreView.class)
			.run((context) -> awaitValue(context.getBean(ScoreView.class).state, new Score("anna", 7)));
	}

	abstract static class View<T> {

		@Autowired
		@SodpKey("game.player")
		SodpState<T> state;

	}

	static class ScoreView extends View<Score> {

	}

	@Test
	void aStateThatTheUserDefinesWins() {
		this.contextRunner.withUserConfiguration(OwnState.class, InConstructor.class)
			.run((context) -> assertThat(context.getBean(InConstructor.class).player.key()).isEqualTo("own"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnState {

		@Bean
		SodpState<Score> own(SodpStates states) {
			return states.get("own", Score.class);
		}

	}

	@Test
	void theStartDoesNotWaitForTheServer() {
		this.contextRunner.withPropertyValues("sodp.url=ws://127.0.0.1:1")
			.withUserConfiguration(InConstructor.class)
			.run((context) -> assertThat(context.getBean(InConstructor.class).player.isLive()).isFalse());
	}

	@Test
	void theStateIsKeptOverAStopAndAStartOfTheContext() {
		this.server.set("game.player", new Score("anna", 7));
		this.contextRunner.withUserConfiguration(InConstructor.class).run((context) -> {
			SodpState<Score> player = context.getBean(InConstructor.class).player;
			awaitValue(player, new Score("anna", 7));
			context.stop();
			assertThat(player.require()).isEqualTo(new Score("anna", 7));
			this.server.set("game.player", new Score("anna", 8));

			context.start();

			awaitValue(player, new Score("anna", 8));
		});
	}

	@Test
	void aPlaceWithoutAKeyIsRefusedWithWhatToWrite() {
		this.contextRunner.withUserConfiguration(WithoutKey.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpKeyException.class)
				.hasMessageContaining("parameter 'player'")
				.hasMessageContaining("WithoutKey")
				.hasMessageContaining("@SodpKey(\"game.player\")"));
	}

	static final class WithoutKey {

		WithoutKey(SodpState<Score> player) {
			assertThat(player).isNotNull();
		}

	}

	@Test
	void anUnknownPropertyOrClientIsRefused() {
		this.contextRunner.withUserConfiguration(UnknownProperty.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("field 'state'")
				.hasStackTraceContaining("${no.such.key}"));
		this.contextRunner.withUserConfiguration(OfOtherClient.class)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("no SODP client named 'other'"));
	}

	static class UnknownProperty {

		@Autowired
		@SodpKey("${no.such.key}")
		SodpState<Score> state;

	}

	@Test
	void aPrefixIsInjectedAsAMap() {
		this.server.set("game.anna", new Score("anna", 7));
		this.contextRunner.withUserConfiguration(OfPrefix.class)
			.withPropertyValues("game.prefix=game")
			.run((context) -> awaitValue(context.getBean(OfPrefix.class).players,
					Map.of("game.anna", new Score("anna", 7))));
	}

	static final class OfPrefix {

		final SodpState<Map<String, Score>> players;

		OfPrefix(@SodpKey("${game.prefix}.*") SodpState<Map<String, Score>> players) {
			this.players = players;
		}

	}

	@Test
	void aPrefixWithATypeThatIsNoMapIsRefused() {
		this.contextRunner.withUserConfiguration(OfPrefixWithoutMap.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpKeyException.class)
				.hasMessageContaining("parameter 'players'")
				.hasMessageContaining("'game.*' stands for all keys with a prefix, whose values dev.sodp.spring.Score"
						+ " cannot hold")
				.hasMessageContaining("Declare a map of the values by key, such as SodpState<Map<String, Player>>"));
	}

	static final class OfPrefixWithoutMap {

		OfPrefixWithoutMap(@SodpKey("game.*") SodpState<Score> players) {
			assertThat(players).isNotNull();
		}

	}

	@Test
	void whatIsNoPrefixIsRefused() {
		this.contextRunner.withUserConfiguration(NoPrefix.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpKeyException.class)
				.hasMessageContaining("'game*' names neither a key nor all keys with a prefix"));
	}

	static final class NoPrefix {

		NoPrefix(@SodpKey("game*") SodpState<Map<String, Score>> players) {
			assertThat(players).isNotNull();
		}

	}

	@Test
	void theWatchesEndWithTheContext() {
		this.contextRunner.withUserConfiguration(InConstructor.class).run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);
			SodpStates states = context.getBean(SodpStates.class);
			assertThat(client.isWatching("game.player")).isTrue();

			states.close();

			assertThat(client.isWatching("game.player")).isFalse();
			context.close();
			assertThat(client.keyStatuses()).isEmpty();
		});
	}

	@Test
	void thereAreNoneWhenSodpIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpStates.class));
	}

}
