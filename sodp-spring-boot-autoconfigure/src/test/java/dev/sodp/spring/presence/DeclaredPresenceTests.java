// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TypedValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * What becomes of a value that is not taken at the first attempt.
 */
class DeclaredPresenceTests {

	private static final CompletableFuture<WriteResult> TAKEN = CompletableFuture
		.completedFuture(new WriteResult(OptionalLong.of(1)));

	private final SodpClient client = mock();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger retries = new AtomicInteger();

	private DeclaredPresence presence;

	@BeforeEach
	void declare() throws Exception {
		this.presence = new DeclaredPresence("test", this.client, "instances", "/a", this,
				DeclaredPresenceTests.class.getDeclaredMethod("value"), int.class,
				(declared, failure) -> this.failures.add(failure));
	}

	int value() {
		return this.calls.incrementAndGet();
	}

	private void answer(Throwable first) {
		given(this.client.presence(any(), any(), any())).willReturn(CompletableFuture.failedFuture(first))
			.willReturn(TAKEN);
	}

	private void retry() {
		this.retries.incrementAndGet();
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500 })
	void aRefusalForTheMomentIsTriedAgainWithAFreshValue(int code) {
		answer(new SodpRejectedException(code, "later"));

		this.presence.supply(1, this::retry);
		assertThat(this.retries).hasValue(1);
		this.presence.supplyAgain(1, this::retry);

		verify(this.client).presence("instances", "/a", new TypedValue(2, int.class));
		assertThat(this.retries).hasValue(1);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void aValueThatWasNeverSentIsTriedAgain() {
		answer(new SodpNotSentException("queue is full", null));

		this.presence.supply(1, this::retry);

		assertThat(this.retries).hasValue(1);
	}

	@Test
	void aSessionThatIsOverIsNotTriedAgain() {
		answer(new SodpRejectedException(500, "later"));

		this.presence.supply(1, this::retry);
		this.presence.supply(2, this::retry);
		this.presence.supplyAgain(1, this::retry);

		assertThat(this.calls).hasValue(2);
	}

	@Test
	void aRefusalForGoodIsReportedAndNotTriedAgain() {
		answer(new SodpRejectedException(403, "not yours"));

		this.presence.supply(1, this::retry);

		assertThat(this.retries).hasValue(0);
		assertThat(this.failures).singleElement().isInstanceOf(SodpRejectedException.class);
	}

	@Test
	void aValueThatMayHaveArrivedIsLeftToTheClient() {
		answer(new SodpOutcomeUnknownException("cut", null));

		this.presence.supply(1, this::retry);

		assertThat(this.retries).hasValue(0);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void theMethodIsCalledOnceInASession() {
		given(this.client.presence(any(), any(), any())).willReturn(TAKEN);

		this.presence.supply(1, this::retry);
		this.presence.supply(1, this::retry);
		this.presence.supply(2, this::retry);

		assertThat(this.calls).hasValue(2);
	}

	@Test
	void whatWasNeverSuppliedIsNotWithdrawn() {
		assertThat(this.presence.withdraw()).isCompleted();
		verify(this.client, never()).clearPresence(any(), any());
	}

	@Test
	void withdrawingWithoutASessionWaitsForNobody() {
		given(this.client.presence(any(), any(), any())).willReturn(TAKEN);
		CompletableFuture<WriteResult> queued = new CompletableFuture<>();
		given(this.client.clearPresence(any(), any())).willReturn(queued);
		given(this.client.status()).willReturn(new ConnectionStatus(ConnectionState.WAITING, Instant.EPOCH,
				URI.create("ws://localhost"), null, null, null, 0, 0, null, null));
		this.presence.supply(1, this::retry);

		assertThat(this.presence.withdraw()).isCompleted();
		assertThat(queued).isCancelled();
	}

}
