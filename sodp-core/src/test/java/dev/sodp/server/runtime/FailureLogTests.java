// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class FailureLogTests {

	@RegisterExtension
	final LoggedWarnings log = new LoggedWarnings(FailureLog.class);

	private long now = Long.MAX_VALUE - 1;

	private final ApplicationFailures failures = new ApplicationFailures(() -> this.now);

	private void fail(String source) {
		this.failures.failed(source, source + " failed on purpose", new IllegalStateException("thrown on purpose"));
	}

	/** Without those of servers of other tests, which may be about to stop. */
	private List<ILoggingEvent> lines() {
		return this.log.events()
			.stream()
			.filter((line) -> line.getMessage().contains("such failures"))
			.filter((line) -> line.getFormattedMessage().contains("failed on purpose"))
			.toList();
	}

	@Test
	void oneStackTraceAMinuteCountsTheOthers() {
		for (int i = 0; i < 6; i++) {
			fail("shop.buy");
		}
		assertThat(lines()).singleElement().satisfies((line) -> {
			assertThat(line.getFormattedMessage()).contains("shop.buy").contains("0 such failures");
			assertThat(line.getThrowableProxy().getMessage()).isEqualTo("thrown on purpose");
		});

		this.now += Duration.ofMinutes(1).toNanos();
		fail("shop.buy");

		assertThat(lines()).hasSize(2).last().asString().contains("5 such failures");
	}

	@Test
	void eachPartOfTheApplicationIsLogged() {
		fail("shop.buy");
		fail("shop.buy");
		fail("shop.sell");

		assertThat(lines()).hasSize(2).last().asString().contains("shop.sell").contains("0 such failures");
	}

}
