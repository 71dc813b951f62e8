package dev.sodp.boot;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
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
				entry("protocolVersion", "1.0"), entry("watchedKeys", 5), entry("pendingKeys", 2));
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

}
