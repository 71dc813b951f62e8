// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SodpClientBuilderTests {

	private final SodpClientBuilder builder = SodpClient.builder("ws://localhost:7777/sodp");

	private void assertRefused(Consumer<SodpClientBuilder> setter, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> setter.accept(this.builder)).withMessage(message);
	}

	@Test
	void defaultsAreTheDocumentedOnes() {
		SodpClientOptions options = this.builder.options();

		assertThat(options.uri()).hasToString("ws://localhost:7777/sodp");
		assertThat(options.name()).isNull();
		assertThat(options.tokenProvider()).isNull();
		assertThat(options.reconnect()).isTrue();
		assertThat(options.reconnectDelay()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.maxReconnectDelay()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(15));
		assertThat(options.tokenTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options.offlinePolicy()).isEqualTo(OfflinePolicy.QUEUE);
		assertThat(options.maxQueuedCalls()).isEqualTo(10_000);
		assertThat(options.maxQueuedBytes()).isEqualTo(16 * 1024 * 1024);
		assertThat(options.readYourWrites()).isTrue();
		assertThat(options.retryWrites()).isFalse();
		assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(options.headers()).isEmpty();
		assertThat(options.maxMessageBytes()).isEqualTo(64 * 1024 * 1024);
		assertThat(options.connectionListeners()).isEmpty();
		assertThat(options.autoStart()).isTrue();
	}

	@Test
	void argumentThatCannotWorkIsNamedWithItsValue() {
		assertRefused((builder) -> builder.reconnectDelay(Duration.ZERO), "reconnectDelay must be positive (was PT0S)");
		assertRefused((builder) -> builder.maxReconnectDelay(Duration.ofDays(366)),
				"maxReconnectDelay must be at most 365 days (was PT8784H)");
		assertRefused((builder) -> builder.connectTimeout(Duration.ofSeconds(-1)),
				"connectTimeout must be positive (was PT-1S)");
		assertRefused((builder) -> builder.tokenTimeout(Duration.ZERO), "tokenTimeout must be positive (was PT0S)");
		assertRefused((builder) -> builder.callTimeout(Duration.ZERO), "callTimeout must be positive (was PT0S)");
		assertRefused((builder) -> builder.pingInterval(Duration.ZERO), "pingInterval must be positive (was PT0S)");
		assertRefused((builder) -> builder.maxQueuedCalls(0), "maxQueuedCalls must be positive (was 0)");
		assertRefused((builder) -> builder.maxQueuedBytes(-1), "maxQueuedBytes must be positive (was -1)");
		assertRefused((builder) -> builder.maxMessageBytes(0), "maxMessageBytes must be positive (was 0)");
		assertRefused((builder) -> builder.name(" "), "name must not be blank");
	}

	@Test
	void delaysThatContradictEachOtherAreNamedWithTheirValues() {
		this.builder.reconnectDelay(Duration.ofSeconds(5)).maxReconnectDelay(Duration.ofSeconds(1));

		assertThatIllegalArgumentException().isThrownBy(this.builder::options)
			.withMessage("maxReconnectDelay must not be shorter than reconnectDelay (was PT1S < PT5S)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "ws://me:secret@under_score", "ws://me:secret@localhost",
			"ws:// localhost", "ws://localhost#part", "localhost:7777" })
	void addressThatCannotWorkIsRefusedWithoutItsSecrets(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.url(url))
			.withMessageStartingWith("url '")
			.withMessageNotContaining("secret");
	}

	@Test
	void optionsStayWhatTheyAreWhileTheBuilderGoesOn() {
		ConnectionListener first = (previous, status) -> {
		};
		this.builder.name("one").token("t").header("A", "1").connectionListener(first);
		SodpClientOptions options = this.builder.options();
		this.builder.url("ws://example.org")
			.name("two")
			.tokenProvider(SodpTokenProvider.fixed("u"))
			.reconnect(false)
			.callTimeout(Duration.ofSeconds(1))
			.maxQueuedCalls(1)
			.header("A", "2")
			.header("B", "3")
			.connectionListener((previous, status) -> {
			});

		assertThat(options.uri()).hasHost("localhost");
		assertThat(options.name()).isEqualTo("one");
		assertThat(options.staticToken()).isTrue();
		assertThat(options.reconnect()).isTrue();
		assertThat(options.callTimeout()).isEqualTo(SodpClientOptions.DEFAULT_CALL_TIMEOUT);
		assertThat(options.maxQueuedCalls()).isEqualTo(SodpClientOptions.DEFAULT_MAX_QUEUED_CALLS);
		assertThat(options.headers()).containsOnlyKeys("A").containsEntry("A", List.of("1"));
		assertThat(options.connectionListeners()).containsExactly(first);
	}

	@Test
	void builderGoesOnFromWhatWasSetBefore() {
		this.builder.header("A", "1").callTimeout(Duration.ofSeconds(1)).options();
		SodpClientOptions options = this.builder.header("A", "2").options();

		assertThat(options.headers()).containsEntry("A", List.of("1", "2"));
		assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void collectionsOfOptionsRefuseChanges() {
		SodpClientOptions options = this.builder.header("A", "1").options();

		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> options.headers().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> options.headers().get("A").add("2"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> options.connectionListeners().clear());
	}

	@Test
	void secretsOfTheAddressAreNotShown() {
		SodpClientOptions options = this.builder.url("wss://example.org:1/sodp?token=secret").options();

		assertThat(options.displayUri()).hasToString("wss://example.org:1/sodp");
		assertThat(options).hasToString("SodpClientOptions[uri=wss://example.org:1/sodp]");
	}

}
