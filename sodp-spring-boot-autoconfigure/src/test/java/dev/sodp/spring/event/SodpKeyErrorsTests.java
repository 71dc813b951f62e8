// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientEventListener;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class SodpKeyErrorsTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final SodpClient client = mock();

	private final SodpKeyErrors errors = new SodpKeyErrors(SodpClients.of(this.client),
			Clock.fixed(NOW, ZoneOffset.UTC));

	private ClientEventListener listener() {
		ArgumentCaptor<ClientEventListener> captor = ArgumentCaptor.captor();
		then(this.client).should().addEventListener(captor.capture());
		return captor.getValue();
	}

	private static ClientError error(@Nullable String key, String message) {
		return new ClientError(ClientError.Source.CODEC, null, key, null, message, null);
	}

	@Test
	void lastErrorOfAKeyIsRemembered() {
		ClientEventListener listener = listener();
		listener.onError(error("game", "first"));
		listener.onError(error("game", "second"));
		assertThat(this.errors.last(this.client, "game")).get().satisfies((last) -> {
			assertThat(last.at()).isEqualTo(NOW);
			assertThat(last.error().message()).isEqualTo("second");
		});
	}

	@Test
	void refusalOfAKeyIsItsLastError() {
		listener().onDenied("game", 403, "not yours");
		assertThat(this.errors.last(this.client, "game")).get().satisfies((last) -> {
			assertThat(last.error().code()).isEqualTo(403);
			assertThat(last.error().message()).isEqualTo("not yours");
			assertThat(last.error().source()).isEqualTo(ClientError.Source.PROTOCOL);
		});
	}

	@Test
	void lastErrorOfAPrefixIsThatOfItsKeys() {
		ClientEventListener listener = listener();
		listener.onError(error("game.*", "first"));
		listener.onError(error("game.a", "second"));
		listener.onError(error("chat.a", "third"));
		assertThat(this.errors.last(this.client, "game.*")).get()
			.satisfies((last) -> assertThat(last.error().message()).isEqualTo("second"));
		listener.onError(error("game.*", "fourth"));
		assertThat(this.errors.last(this.client, "game.*")).get()
			.satisfies((last) -> assertThat(last.error().message()).isEqualTo("fourth"));
		assertThat(this.errors.last(this.client, "shop.*")).isEmpty();
	}

	@Test
	void keyWithoutErrorHasNone() {
		listener().onError(error("game", "first"));
		assertThat(this.errors.last(this.client, "chat")).isEmpty();
	}

	@Test
	void errorOfNoKeyIsNotRemembered() {
		listener().onError(error(null, "first"));
		assertThat(this.errors.last(this.client, "null")).isEmpty();
	}

	@Test
	void oldestErrorsAreForgottenBeyondTheBound() {
		ClientEventListener listener = listener();
		listener.onError(error("stale", "first"));
		listener.onError(error("refreshed", "first"));
		for (int i = 0; i < SodpKeyErrors.MAX_KEYS - 2; i++) {
			listener.onError(error("key" + i, "message"));
		}
		listener.onError(error("refreshed", "second"));
		listener.onError(error("one more", "message"));
		assertThat(this.errors.last(this.client, "stale")).isEmpty();
		assertThat(this.errors.last(this.client, "refreshed")).isPresent();
	}

	@Test
	void clientOfAnotherApplicationHasNone() {
		assertThat(this.errors.last(mock(), "game")).isEmpty();
	}

	@Test
	void listensNoMoreWhenItIsDestroyed() {
		ClientEventListener listener = listener();
		this.errors.destroy();
		then(this.client).should().removeEventListener(listener);
	}

}
