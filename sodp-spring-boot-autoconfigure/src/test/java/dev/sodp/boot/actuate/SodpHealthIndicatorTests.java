// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SodpHealthIndicatorTests {

	private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

	private static Health health(ConnectionState state, @Nullable Throwable lastFailure) {
		SodpClient client = mock();
		given(client.status()).willReturn(new ConnectionStatus(state, SINCE,
				URI.create("wss://user:secret@example.org/sodp?token=secret"), "server", "1.0", null, 5, 2, lastFailure,
				(state == ConnectionState.WAITING) ? Duration.ofSeconds(4) : null));
		return new SodpHealthIndicator(client).health();
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTED", "RESTORED" })
	void isUpWhileTheSessionIsLive(ConnectionState state) {
		assertThat(health(state, null).getStatus()).isEqualTo(Status.UP);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "CONNECTED", "RESTORED" })
	void isDownOtherwise(ConnectionState state) {
		assertThat(health(state, null).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void tellsWhereTheClientStands() {
		assertThat(health(ConnectionState.CONNECTED, null).getDetails()).containsOnly(entry("state", "CONNECTED"),
				entry("since", SINCE), entry("url", "wss://example.org/sodp"), entry("server", "server"),
				entry("protocolVersion", "1.0"), entry("watchedKeys", 5), entry("pendingKeys", 2),
				entry("staleKeys", 0));
	}

	private static Map.Entry<String, Object> entry(String name, Object value) {
		return Map.entry(name, value);
	}

	@Test
	void tellsWhenTheNextAttemptIsDue() {
		assertThat(health(ConnectionState.WAITING, null).getDetails()).containsEntry("nextAttempt",
				SINCE.plusSeconds(4));
	}

	@Test
	void tellsWhatFailedWithoutSecrets() {
		IllegalStateException failure = new IllegalStateException(
				"wss://user:secret@example.org/sodp?token=secret did not answer");

		assertThat(health(ConnectionState.WAITING, failure).getDetails()).containsEntry("lastFailure",
				"wss://example.org/sodp did not answer");
	}

	@Test
	void namesAFailureWithoutMessage() {
		assertThat(health(ConnectionState.FAILED, new IllegalStateException()).getDetails())
			.containsEntry("lastFailure", "IllegalStateException");
	}

	private static Health stale(@Nullable Duration limit, KeyStatus... keys) {
		SodpClient client = mock();
		given(client.status()).willReturn(new ConnectionStatus(ConnectionState.CONNECTED, SINCE,
				URI.create("wss://example.org/sodp"), null, null, null, keys.length, 0, null, null));
		given(client.keyStatuses()).willReturn(List.of(keys));
		return new SodpHealthIndicator(client, limit, Clock.fixed(SINCE.plusSeconds(60), ZoneOffset.UTC)).health();
	}

	private static KeyStatus key(String key, KeyState state, long secondsAfter) {
		Instant since = SINCE.plusSeconds(secondsAfter);
		return (state == KeyState.LIVE) ? new KeyStatus(key, state, 7, true, since, Optional.empty(), 1)
				: new KeyStatus(key, state, 7, true, SINCE.plusSeconds(59), Optional.of(since), 1);
	}

	@Test
	void namesStaleKeysTheStalestFirst() {
		Map<String, Object> details = stale(null, key("live", KeyState.LIVE, 0), key("b", KeyState.RESTORING, 20),
				key("a", KeyState.RESTORING, 30), key("c", KeyState.DENIED, 10))
			.getDetails();
		assertThat(details).containsEntry("staleKeys", 3);
		assertThat(details.get("stalestKeys")).asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsOnlyKeys("c", "b", "a")
			.containsEntry("b", Map.of("state", "RESTORING", "since", SINCE.plusSeconds(20), "version", 7L));
	}

	@Test
	void namesNoMoreThanTenStaleKeys() {
		KeyStatus[] keys = IntStream.range(0, 50)
			.mapToObj((i) -> key("key" + i, KeyState.RESTORING, i))
			.toArray(KeyStatus[]::new);
		Map<String, Object> details = stale(null, keys).getDetails();
		assertThat(details).containsEntry("staleKeys", 50);
		assertThat(details.get("stalestKeys")).asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.hasSize(10)
			.containsKeys("key0", "key9");
	}

	@Test
	void isUpWithStaleKeysByDefault() {
		assertThat(stale(null, key("a", KeyState.RESTORING, 0)).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isUpWhileNoKeyIsStaleForLongerThanTheLimit() {
		assertThat(stale(Duration.ofSeconds(30), key("a", KeyState.RESTORING, 30)).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isDownWhenAKeyIsStaleForLongerThanTheLimit() {
		Health health = stale(Duration.ofSeconds(30), key("live", KeyState.LIVE, 0), key("a", KeyState.RESTORING, 29));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("staleLimit", "PT30S");
	}

}
