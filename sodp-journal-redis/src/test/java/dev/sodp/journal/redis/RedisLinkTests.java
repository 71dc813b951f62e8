// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.server.journal.shared.LogException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** When a connection ends, and what becomes of what was not answered. */
class RedisLinkTests {

	private final FakeServer server = new FakeServer();

	private RedisLink link = this.server.link(Duration.ofMinutes(1));

	private CompletableFuture<Long> send() {
		return this.link.send(CommandType.DBSIZE, new IntegerOutput<>(ByteArrayCodec.INSTANCE), RedisLink.args());
	}

	private static LogException failure(CompletableFuture<?> answer) {
		assertThat(answer).isDone();
		return (LogException) catchThrowableOfType(CompletionException.class, answer::join).getCause();
	}

	@Test
	void whenCommandIsAnsweredThenLinkGoesOn() {
		CompletableFuture<Long> answer = send();

		this.server.answer(":7");
		this.link.check();

		assertThat(answer).isCompletedWithValue(7L);
		assertThat(this.link.ended()).isNotDone();
	}

	@Test
	void whenCommandIsNotAnsweredInTimeThenLinkEnds() {
		this.link = this.server.link(Duration.ZERO);
		CompletableFuture<Long> answer = send();

		this.link.check();

		assertThat(this.link.ended()).isCompletedWithValue("no answer in time");
		assertThat(failure(answer).isConnectionLost()).isTrue();
		assertThat(this.server.isClosed()).isTrue();
	}

	@Test
	void whenServerMayTakeItsTimeThenLinkWaits() {
		this.link = this.server.link(Duration.ZERO);
		this.link.send(CommandType.XREAD, new IntegerOutput<>(ByteArrayCodec.INSTANCE), RedisLink.args(),
				Duration.ofMinutes(1));

		this.link.check();

		assertThat(this.link.ended()).isNotDone();
	}

	@Test
	void whenNothingIsUnderWayThenSilenceMeansNothing() {
		this.link = this.server.link(Duration.ZERO);
		send();
		this.server.answer(":7");

		this.link.check();

		assertThat(this.link.ended()).isNotDone();
	}

	@ParameterizedTest
	@ValueSource(strings = { "READONLY You can't write against a read only replica.",
			"UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
			"LOADING Redis is loading the dataset in memory", "MASTERDOWN Link with MASTER is down",
			"CLUSTERDOWN The cluster is down", "MOVED 3999 127.0.0.1:6381" })
	void whenServerDoesNotAcceptWritesThenLinkEnds(String error) {
		CompletableFuture<Long> refused = send();
		CompletableFuture<Long> waiting = send();

		this.server.answer("-" + error);

		assertThat(this.link.ended()).isCompletedWithValue(error);
		assertThat(failure(refused).isConnectionLost()).isTrue();
		assertThat(failure(waiting).isConnectionLost()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "OOM command not allowed", "WRONGTYPE Operation against a key", "NOPERM no permissions" })
	void whenServerRefusesOneCommandThenLinkGoesOn(String error) {
		CompletableFuture<Long> refused = send();
		CompletableFuture<Long> next = send();

		this.server.answer("-" + error);
		this.server.answer(":1");

		assertThat(refused).isCompletedExceptionally();
		assertThat(catchThrowableOfType(CompletionException.class, refused::join)).hasMessageContaining(error)
			.hasCauseInstanceOf(RedisCommandExecutionException.class);
		assertThat(next).isCompletedWithValue(1L);
	}

	@Test
	void whenDisconnectedThenAllThatIsNotAnsweredFails() {
		CompletableFuture<Long> first = send();
		CompletableFuture<Long> second = send();

		this.server.disconnect();

		assertThat(this.link.ended()).isCompletedWithValue("disconnected");
		assertThat(failure(first).isConnectionLost()).isTrue();
		assertThat(failure(second).isConnectionLost()).isTrue();
	}

	@Test
	void whenLinkHasEndedThenNothingIsSent() {
		this.link.end("closed");

		assertThat(failure(send()).isConnectionLost()).isTrue();
		assertThat(this.server.commands()).isEmpty();
	}

	@Test
	void whenLinkEndsThenAllHasFailedBeforeItSaysSo() {
		CompletableFuture<Long> answer = send();
		CompletableFuture<Boolean> failedBefore = this.link.ended().thenApply((reason) -> answer.isDone());

		this.server.disconnect();

		assertThat(failedBefore).isCompletedWithValue(true);
	}

}
