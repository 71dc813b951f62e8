// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientEventListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.event.SodpKeyErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import tools.jackson.databind.node.IntNode;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

class SodpEndpointTests {

	private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

	private final SodpClient client = mock();

	private final SodpClient billing = mock();

	private final SodpClients clients = SodpClients.of(this.client, Map.of("billing", this.billing));

	private final SodpKeyErrors errors = new SodpKeyErrors(this.clients);

	@BeforeEach
	void prepare() {
		for (SodpClient each : List.of(this.client, this.billing)) {
			given(each.status()).willReturn(new ConnectionStatus(ConnectionState.WAITING, SINCE,
					URI.create("wss://user:secret@example.org/sodp?token=secret"), "server", "1.0", null, 1, 0,
					new IllegalStateException("wss://user:secret@example.org/sodp?token=secret did not answer"),
					Duration.ofSeconds(4)));
		}
		KeyStatus game = new KeyStatus("game", KeyState.LIVE, 7, true, SINCE, Optional.empty(), 2);
		given(this.client.keyStatuses()).willReturn(List.of(game));
		given(this.client.keyStatus("game")).willReturn(Optional.of(game));
		given(this.client.get("game")).willReturn(Optional.of(IntNode.valueOf(42)));
	}

	private SodpEndpoint endpoint(Show showValues) {
		return new SodpEndpoint(this.clients, this.errors, showValues,
				Clock.fixed(SINCE.plusSeconds(9), ZoneOffset.UTC));
	}

	private static SecurityContext user(@Nullable String role) {
		return new SecurityContext() {

			@Override
			public @Nullable Principal getPrincipal() {
				return (role != null) ? () -> "alice" : null;
			}

			@Override
			public boolean isUserInRole(String asked) {
				return asked.equals(role);
			}

		};
	}

	private @Nullable Object webValue(Show showValues, @Nullable String role) {
		WebEndpointResponse<SodpEndpoint.@Nullable ValueDescriptor> response = new SodpEndpointWebExtension(
				endpoint(showValues), showValues, Set.of("OPS"))
			.key(user(role), "primary", "game");
		return Objects.requireNonNull(response.getBody()).value();
	}

	@Test
	void tellsAboutEachClient() {
		assertThat(endpoint(Show.NEVER).clients().clients()).containsOnlyKeys("primary", "billing");
	}

	@Test
	void tellsAboutTheConnectionWithoutSecrets() {
		SodpEndpoint.ClientDescriptor descriptor = endpoint(Show.ALWAYS).client("primary");
		assertThat(Objects.requireNonNull(descriptor).connection()).containsEntry("state", "WAITING")
			.containsEntry("since", SINCE)
			.containsEntry("url", "wss://example.org/sodp")
			.containsEntry("server", "server")
			.containsEntry("lastFailure", "wss://example.org/sodp did not answer")
			.containsEntry("nextAttempt", SINCE.plusSeconds(4));
		assertThat(descriptor.toString()).doesNotContain("secret");
	}

	@Test
	void tellsHowEachKeyStands() {
		SodpEndpoint.ClientDescriptor descriptor = endpoint(Show.NEVER).client("primary");
		assertThat(Objects.requireNonNull(descriptor).keys()).containsOnly(Map.entry("game",
				new SodpEndpoint.KeyDescriptor("LIVE", 7, true, SINCE, Duration.ofSeconds(9), 2, null)));
	}

	@Test
	void tellsTheLastErrorOfAKey() {
		ArgumentCaptor<ClientEventListener> listener = ArgumentCaptor.captor();
		then(this.client).should().addEventListener(listener.capture());
		listener.getValue()
			.onError(new ClientError(ClientError.Source.PROTOCOL, 403, "game", null, "not yours",
					new IllegalStateException()));
		SodpEndpoint.ClientDescriptor descriptor = endpoint(Show.NEVER).client("primary");
		SodpEndpoint.KeyDescriptor key = Objects.requireNonNull(descriptor).keys().get("game");
		assertThat(Objects.requireNonNull(key).lastError()).isNotNull().satisfies((error) -> {
			assertThat(error.code()).isEqualTo(403);
			assertThat(error.message()).isEqualTo("not yours");
			assertThat(error.source()).isEqualTo("PROTOCOL");
			assertThat(error.exception()).isEqualTo(IllegalStateException.class.getName());
		});
	}

	@Test
	void whatACallbackSaysAboutAValueIsNotShown() {
		ArgumentCaptor<ClientEventListener> listener = ArgumentCaptor.captor();
		then(this.client).should().addEventListener(listener.capture());
		listener.getValue()
			.onError(new ClientError(ClientError.Source.CALLBACK, null, "game", 7L, "cannot convert \"secret\"",
					new IllegalStateException()));
		SodpEndpoint.ClientDescriptor descriptor = endpoint(Show.NEVER).client("primary");
		assertThat(Objects.requireNonNull(descriptor).keys().toString()).contains("IllegalStateException")
			.doesNotContain("secret");
	}

	@Test
	void knowsNoOtherClient() {
		assertThat(endpoint(Show.ALWAYS).client("nobody")).isNull();
		assertThat(endpoint(Show.ALWAYS).key("nobody", "game")).isNull();
	}

	@Test
	void knowsNoKeyThatIsNotWatched() {
		assertThat(endpoint(Show.ALWAYS).key("primary", "chat")).isNull();
	}

	@Test
	void showsAValueWhereThatIsAllowed() {
		assertThat(endpoint(Show.ALWAYS).key("primary", "game")).isNotNull()
			.satisfies((key) -> assertThat(key.value()).isEqualTo(IntNode.valueOf(42)));
	}

	@Test
	void hidesAValueOtherwise() {
		assertThat(endpoint(Show.NEVER).key("primary", "game")).isNotNull()
			.satisfies((key) -> assertThat(key.value()).isEqualTo("******"));
	}

	@Test
	void showsAValueOnTheWebToWhomHasTheRole() {
		assertThat(webValue(Show.WHEN_AUTHORIZED, "OPS")).isEqualTo(IntNode.valueOf(42));
	}

	@Test
	void hidesAValueOnTheWebFromOthers() {
		assertThat(webValue(Show.WHEN_AUTHORIZED, "GUEST")).isEqualTo("******");
		assertThat(webValue(Show.WHEN_AUTHORIZED, null)).isEqualTo("******");
		assertThat(webValue(Show.NEVER, "OPS")).isEqualTo("******");
	}

	@Test
	void reconnectsTheNamedClientOnly() {
		assertThat(endpoint(Show.NEVER).reconnect("billing")).isTrue();
		then(this.billing).should().reconnect();
		then(this.client).should(never()).reconnect();
	}

	@Test
	void reconnectsNobodyElse() {
		assertThat(endpoint(Show.NEVER).reconnect("nobody")).isFalse();
	}

}
