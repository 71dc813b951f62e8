// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ClientError;
import dev.sodp.client.SodpAuthenticationException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What the error listener is told. */
class ErrorReportTests {

	private final EngineHarness client = new EngineHarness().live();

	@Test
	void lostConnectionIsAnErrorOfTheTransport() {
		this.client.loseLink();
		ClientError error = onlyError();
		assertThat(error.source()).isEqualTo(Source.TRANSPORT);
		assertThat(error.message()).contains("cut");
	}

	@Test
	void refusedTokenIsAnErrorOfAuthentication() {
		this.client.error(0, 401, "token expired");
		ClientError error = onlyError();
		assertThat(error.source()).isEqualTo(Source.AUTHENTICATION);
		assertThat(error.code()).isEqualTo(401);
		assertThat(error.message()).contains("token expired");
	}

	@Test
	void bytesThatCannotBeDecodedAreAnErrorOfTheCodec() {
		MalformedFrameException malformed = new MalformedFrameException("truncated", 7, new FrameHeader(4, 10, 0), null,
				null, null);
		this.client.engine.receivedMalformed(this.client.attempt, malformed);
		ClientError error = onlyError();
		assertThat(error.source()).isEqualTo(Source.CODEC);
		assertThat(error.cause()).isSameAs(malformed);
	}

	@Test
	void errorOfNoRequestIsReportedWithItsCode() {
		this.client.error(0, 500, "out of order");
		ClientError error = onlyError();
		assertThat(error.source()).isEqualTo(Source.PROTOCOL);
		assertThat(error.code()).isEqualTo(500);
		assertThat(error.key()).isNull();
	}

	@Test
	void errorOfACallIsReportedWithItsKey() {
		this.client.set("game", 1);
		this.client.error(0, 422, "no such field");
		ClientError error = onlyError();
		assertThat(error.code()).isEqualTo(422);
		assertThat(error.key()).isEqualTo("game");
	}

	@Test
	void tooLargeFrameIsBlamedOnNoCallAndLeavesItsOutcomeUnknown() {
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.error(0, 413, "frame too large");
		assertThat(set).isNotDone();
		assertThat(onlyError().code()).isEqualTo(413);
		this.client.loseLink();
		assertThat(set.handle((value, failure) -> failure).join()).isInstanceOf(SodpOutcomeUnknownException.class);
	}

	@Test
	void refusedTokenLeavesTheOutcomeOfSentCallsUnknown() {
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.error(0, 401, "token expired");
		assertThat(set.handle((value, failure) -> failure).join()).isInstanceOf(SodpOutcomeUnknownException.class)
			.hasCauseInstanceOf(SodpAuthenticationException.class);
	}

	private ClientError onlyError() {
		assertThat(this.client.errors).hasSize(1);
		return this.client.errors.get(0);
	}

}
