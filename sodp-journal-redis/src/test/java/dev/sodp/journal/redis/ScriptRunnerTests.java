// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.shared.LogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** How scripts are sent, and what refusals mean. */
class ScriptRunnerTests {

	private final FakeServer server = new FakeServer();

	private final ScriptRunner scripts = new ScriptRunner(this.server.link(Duration.ofMinutes(1)));

	private CompletableFuture<List<Object>> run() {
		return this.scripts.run(Script.CUT, List.of(Utf8.bytes("meta")), "life", 7);
	}

	@Test
	void whenScriptIsKnownThenOnlyItsDigestIsSent() {
		CompletableFuture<List<Object>> reply = run();
		this.server.answer("$1", "x");

		assertThat(Replies.texts(reply.join())).containsExactly("x");
		assertThat(this.server.commands()).containsExactly("EVALSHA " + Script.CUT.digest() + " 1 meta life 7");
	}

	@Test
	void whenScriptIsNotKnownThenItIsSentOnce() {
		CompletableFuture<List<Object>> reply = run();
		this.server.answer("-NOSCRIPT No matching script. Please use EVAL.");
		this.server.answer("$1", "x");

		assertThat(reply).isCompleted();
		assertThat(this.server.commands()).hasSize(2).last().asString().startsWith("EVAL #!lua");
	}

	@ParameterizedTest
	@CsvSource({ "OOM, 507", "NOPERM, 503", "WRONGTYPE, 503", "NOREPLICAS, 503", "NOSCRIPT, 503" })
	void whenServerRefusesThenNothingWasDone(String error, int code) {
		CompletableFuture<List<Object>> reply = run();
		this.server.answer("-" + error + " for a reason");
		if (error.equals("NOSCRIPT")) {
			this.server.answer("-" + error + " for a reason");
		}

		LogException failure = (LogException) catchThrowableOfType(CompletionException.class, reply::join).getCause();
		assertThat(failure.isConnectionLost()).isFalse();
		assertThat(failure.failure().code()).isEqualTo(code);
		assertThat(failure.failure().code() == ErrorCode.FULL || failure.getMessage().contains(error)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void scriptsSayWhatBecomesOfThemOnReplicasAndWithoutMemory(Script script) {
		assertThat(script.source()).startsWith("#!lua");
		assertThat(script.digest()).hasSize(40);
	}

}
