// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class LimitWarningsTests {

	@RegisterExtension
	final LoggedWarnings log = new LoggedWarnings(LimitWarnings.class);

	private long now = Long.MAX_VALUE - 1;

	private final LimitWarnings warnings = new LimitWarnings(() -> this.now);

	/** Without those of servers of other tests, which may be about to stop. */
	private List<String> messages() {
		return this.log.messages()
			.stream()
			.filter((message) -> message.contains("10.0.0.1:1: full") || message.contains("no room"))
			.toList();
	}

	@Test
	void oneLineAMinuteCountsTheOthers() {
		for (int i = 0; i < 6; i++) {
			this.warnings.refused(Peer.remote("10.0.0.1:1"), "full");
		}
		assertThat(messages()).singleElement().asString().contains("10.0.0.1:1: full").contains("0 refusals before");

		this.now += Duration.ofMinutes(1).toNanos();
		this.warnings.refused(Peer.remote("10.0.0.1:1"), "full");

		assertThat(messages()).hasSize(2).last().asString().contains("5 refusals before");
	}

	@Test
	void requestsAndTokensAreLoggedOnceAMinuteEach() {
		for (int i = 0; i < 3; i++) {
			this.warnings.limited("10.0.0.1:1", "full of requests");
			this.warnings.unauthenticated("10.0.0.1:1", "full of tokens");
		}

		assertThat(messages()).singleElement().asString().contains("full of requests").contains("0 refusals before");
		this.now += Duration.ofMinutes(1).toNanos();
		this.warnings.limited("10.0.0.1:1", "full of requests");

		assertThat(messages()).hasSize(2).last().asString().contains("2 refusals before");
	}

	@Test
	void sessionsThatAreEndedAreLoggedOnceAMinuteForEachReason() {
		for (int i = 0; i < 3; i++) {
			this.warnings.slow("a full session", "a");
			this.warnings.unread("a full session", 2_048);
			this.warnings.oversized("a full session", 2_000, 1_000);
		}
		assertThat(ofSessions()).hasSize(3);

		this.now += Duration.ofMinutes(1).toNanos();
		this.warnings.oversized("a full session", 2_000, 1_000);

		assertThat(ofSessions()).hasSize(4).last().asString().contains("2 sessions before");
	}

	private List<String> ofSessions() {
		return this.log.messages().stream().filter((message) -> message.contains("a full session")).toList();
	}

	@Test
	void memoryIsLoggedAfterTheStepAndWhateverSessionsAreRefused() {
		List<Runnable> afterStep = new ArrayList<>();
		this.warnings.refused(Peer.remote("10.0.0.1:1"), "full");

		this.warnings.full("no room", afterStep::add);
		this.warnings.full("no room", afterStep::add);

		assertThat(messages()).hasSize(1);
		assertThat(afterStep).hasSize(1);
		afterStep.forEach(Runnable::run);
		assertThat(messages()).last().asString().contains("no room").contains("sodp.server.max-total-size");
	}

}
