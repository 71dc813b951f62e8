// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which changes a {@code WAIT} confirms. */
class ConfirmationsTests {

	private final FakeServer server = new FakeServer();

	private final RedisLink link = this.server.link(Duration.ofMinutes(1));

	private final Confirmations confirmations = new Confirmations(this.link, 2, Duration.ofSeconds(3));

	@Test
	void whenSeveralAreStoredThenOneWaitConfirmsThem() {
		List<CompletableFuture<Boolean>> all = List.of(this.confirmations.confirm(), this.confirmations.confirm());

		this.server.answer(":2");

		assertThat(this.server.commands()).containsExactly("WAIT 2 3000");
		assertThat(all).allSatisfy((each) -> assertThat(each).isCompletedWithValue(true));
	}

	@Test
	void whenFewerReplicasHaveItThenItIsNotConfirmed() {
		CompletableFuture<Boolean> confirmed = this.confirmations.confirm();

		this.server.answer(":1");

		assertThat(confirmed).isCompletedWithValue(false);
	}

	@Test
	void whenStoredAfterTheAnswerThenAnotherWaitIsSent() {
		this.confirmations.confirm();
		this.server.answer(":2");
		CompletableFuture<Boolean> next = this.confirmations.confirm();

		assertThat(next).isNotDone();
		assertThat(this.server.commands()).hasSize(2);
	}

	@Test
	void whenLinkEndsThenNoOneKnows() {
		CompletableFuture<Boolean> confirmed = this.confirmations.confirm();

		this.server.disconnect();

		assertThat(confirmed).isCompletedExceptionally();
	}

	@Test
	void whenWaitIsRefusedThenLinkEnds() {
		CompletableFuture<Boolean> confirmed = this.confirmations.confirm();

		this.server.answer("-ERR WAIT cannot be used with replica instances.");

		assertThat(confirmed).isCompletedExceptionally();
		assertThat(this.link.ended()).isDone();
	}

}
