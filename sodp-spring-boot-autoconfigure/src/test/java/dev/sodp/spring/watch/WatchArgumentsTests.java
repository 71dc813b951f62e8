// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a watching method may ask for.
 */
class WatchArgumentsTests {

	private static final Score ANNA = new Score("anna", 7);

	private static final String KEY = "game.score";

	/** Starts a watcher, stores a value and returns what the watcher saw last. */
	private static void assertSees(Class<? extends Seen> watcher, @Nullable Object stored, Object expected) {
		try (WatchContext watches = WatchContext.of(watcher)) {
			watches.server.set(KEY, stored);
			watches.refresh().bean(watcher).awaitLast(expected);
			assertThat(watches.errors).isEmpty();
		}
	}

	/** The same for a key that was never written. */
	private static void assertSeesWithoutValue(Class<? extends Seen> watcher, Object expected) {
		try (WatchContext watches = WatchContext.start(watcher)) {
			watches.bean(watcher).awaitLast(expected);
			assertThat(watches.errors).isEmpty();
		}
	}

	@Test
	void aRecord() {
		assertSees(RecordWatcher.class, ANNA, ANNA);
	}

	@Test
	void aRecordIsNullWhileTheKeyDoesNotExist() {
		assertSeesWithoutValue(RecordWatcher.class, "null");
	}

	@Test
	void aRecordIsNullWhileTheKeyHoldsNull() {
		assertSees(RecordWatcher.class, null, "null");
	}

	static class RecordWatcher extends Seen {

		@SodpWatch(KEY)
		void on(@Nullable Score score) {
			add(score);
		}

	}

	@Test
	void aListOfRecords() {
		assertSees(ListWatcher.class, List.of(ANNA), List.of(ANNA));
	}

	static class ListWatcher extends Seen {

		@SodpWatch(KEY)
		void on(List<Score> scores) {
			add(scores);
		}

	}

	@Test
	void aMapOfListsOfRecords() {
		assertSees(MapWatcher.class, Map.of("x", List.of(ANNA)), Map.of("x", List.of(ANNA)));
	}

	static class MapWatcher extends Seen {

		@SodpWatch(KEY)
		void on(Map<String, List<Score>> scores) {
			add(scores);
		}

	}

	@Test
	void anOptional() {
		assertSees(OptionalWatcher.class, List.of(ANNA), Optional.of(List.of(ANNA)));
	}

	@Test
	void anOptionalIsEmptyWhileTheKeyDoesNotExist() {
		assertSeesWithoutValue(OptionalWatcher.class, Optional.empty());
	}

	static class OptionalWatcher extends Seen {

		@SodpWatch(KEY)
		void on(Optional<List<Score>> scores) {
			add(scores);
		}

	}

	@Test
	void aTree() {
		assertSees(TreeWatcher.class, ANNA, JsonMapper.shared().readTree("{\"player\":\"anna\",\"points\":7}"));
	}

	@Test
	void aTreeIsNullWhileTheKeyDoesNotExist() {
		assertSeesWithoutValue(TreeWatcher.class, "null");
	}

	static class TreeWatcher extends Seen {

		@SodpWatch(KEY)
		void on(@Nullable JsonNode tree) {
			add(tree);
		}

	}

	@Test
	void aPrimitive() {
		assertSees(PrimitiveWatcher.class, 7, 7);
	}

	static class PrimitiveWatcher extends Seen {

		@SodpWatch(KEY)
		void on(int points) {
			add(points);
		}

	}

	@Test
	void anAnnotatedPayloadMayBeMissing() {
		assertSeesWithoutValue(PayloadWatcher.class, "null");
	}

	static class PayloadWatcher extends Seen {

		@SodpWatch(KEY)
		void on(@Payload @Nullable Score score) {
			add(score);
		}

	}

	@Test
	void nothing() {
		assertSees(NothingWatcher.class, ANNA, "called");
	}

	static class NothingWatcher extends Seen {

		@SodpWatch(KEY)
		void on() {
			add("called");
		}

	}

	@Test
	void metaBeforeAndAfterTheValue() {
		try (WatchContext watches = WatchContext.start(MetaWatcher.class)) {
			MetaWatcher watcher = watches.bean(MetaWatcher.class);
			watcher.awaitLast(new WatchMeta(KEY, 0, false, Source.INIT, 0));

			long version = watches.server.set(KEY, ANNA);

			watcher.awaitLast(new WatchMeta(KEY, version, true, Source.DELTA, 0));
		}
	}

	static class MetaWatcher extends Seen {

		@SodpWatch(KEY)
		void on(WatchMeta first, @Nullable Score score, WatchMeta meta) {
			assertThat(first).isSameAs(meta);
			add(meta);
		}

	}

	@Test
	void aStateRefOfTheKeyWithItsType() {
		assertSees(StateRefWatcher.class, ANNA, Optional.of(ANNA));
	}

	static class StateRefWatcher extends Seen {

		@SodpWatch(KEY)
		void on(StateRef<Score> ref) {
			assertThat(ref.key()).isEqualTo(KEY);
			add(ref.get());
		}

	}

	@Test
	void aStateRefOfAGenericType() {
		assertSees(GenericStateRefWatcher.class, List.of(ANNA), Optional.of(List.of(ANNA)));
	}

	static class GenericStateRefWatcher extends Seen {

		@SodpWatch(KEY)
		void on(StateRef<List<Score>> ref) {
			add(ref.get());
		}

	}

	@Test
	void aStateRefWithoutTypeIsATree() {
		assertSees(AnyStateRefWatcher.class, 7, Optional.of(JsonMapper.shared().readTree("7")));
	}

	static class AnyStateRefWatcher extends Seen {

		@SodpWatch(KEY)
		void on(StateRef<?> ref) {
			add(ref.get());
		}

	}

	@Test
	void theClient() {
		try (WatchContext watches = WatchContext.start(ClientWatcher.class)) {
			watches.bean(ClientWatcher.class).awaitLast(watches.bean(SodpClient.class));
		}
	}

	static class ClientWatcher extends Seen {

		@SodpWatch(KEY)
		void on(SodpClient client) {
			add(client);
		}

	}

	@Test
	void headers() {
		try (WatchContext watches = WatchContext.of(HeaderWatcher.class)) {
			long version = watches.server.set(KEY, 7);
			watches.refresh().bean(HeaderWatcher.class).awaitLast(List.of(KEY, version, true, "INIT", 0));
		}
	}

	static class HeaderWatcher extends Seen {

		@SodpWatch(KEY)
		void on(@Header(SodpHeaders.KEY) String key, @Header("version") long version, @Header boolean initialized,
				@Header(SodpHeaders.SOURCE) String source, @Header(SodpHeaders.MERGED) Integer merged) {
			add(List.of(key, version, initialized, source, merged));
		}

	}

	@Test
	void anOptionalHeaderThatNoEventHas() {
		assertSees(OptionalHeaderWatcher.class, 7, List.of(Optional.empty(), "default"));
	}

	static class OptionalHeaderWatcher extends Seen {

		@SodpWatch(KEY)
		void on(@Header("other") Optional<String> other,
				@Header(name = "another", defaultValue = "default") String another) {
			add(List.of(other, another));
		}

	}

	@Test
	void allHeaders() {
		assertSees(HeadersWatcher.class, 7, List.of(KEY, KEY));
	}

	static class HeadersWatcher extends Seen {

		@SodpWatch(KEY)
		void on(@Headers Map<String, Object> map, MessageHeaders headers) {
			add(List.of(map.get(SodpHeaders.KEY), headers.get(SodpHeaders.KEY)));
		}

	}

	@Test
	void aMessageWithItsPayloadConverted() {
		assertSees(MessageWatcher.class, List.of(ANNA), List.of(ANNA));
	}

	static class MessageWatcher extends Seen {

		@SodpWatch(KEY)
		void on(Message<List<Score>> message) {
			add(message.getPayload());
		}

	}

}
