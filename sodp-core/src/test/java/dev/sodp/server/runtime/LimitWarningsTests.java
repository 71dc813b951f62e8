// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LimitWarningsTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(LimitWarnings.class);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private long now = Long.MAX_VALUE - 1;

	private final LimitWarnings warnings = new LimitWarnings(() -> this.now);

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
	}

	private List<String> messages() {
		return this.lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
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
