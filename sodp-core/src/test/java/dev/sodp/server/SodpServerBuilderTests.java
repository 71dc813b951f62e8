// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SodpServerBuilderTests {

	private final SodpServerBuilder builder = SodpServer.builder();

	@Test
	void defaultsAreTheDocumentedOnes() {
		SodpServerOptions options = this.builder.options();

		assertThat(options.name()).isEqualTo("sodp-spring");
		assertThat(options.authenticator()).isNull();
		assertThat(options.maxValueBytes()).isEqualTo(1024 * 1024);
		assertThat(options.backpressureLimit()).isEqualTo(1024);
		assertThat(options.writesPerSecond()).isZero();
		assertThat(options.watchesPerSecond()).isZero();
		assertThat(options.maxKeysPerSession()).isEqualTo(100_000);
		assertThat(options.maxTotalBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 40);
		assertThat(options.maxKeys()).isEqualTo(1_000_000);
		assertThat(options.maxSessions()).isEqualTo(10_000);
		assertThat(options.maxSessionsPerAddress()).isZero();
		assertThat(options.logSize()).isEqualTo(1000);
		assertThat(options.deletedLogRetention()).isEqualTo(Duration.ofMinutes(10));
		assertThat(options.heartbeatInterval()).isEqualTo(Duration.ofSeconds(25));
		assertThat(options.authTimeout()).isEqualTo(Duration.ofSeconds(15));
		assertThat(options.drainTime()).isZero();
	}

	@Test
	void argumentThatCannotWorkIsNamedWithItsValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.backpressureLimit(1))
			.withMessage("backpressureLimit must be at least 8 (was 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.heartbeatInterval(Duration.ZERO))
			.withMessage("heartbeatInterval must be positive (was PT0S)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.drainTime(Duration.ofSeconds(-1)))
			.withMessage("drainTime must not be negative (was PT-1S)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.authTimeout(Duration.ofDays(366)))
			.withMessage("authTimeout must be at most 365 days (was PT8784H)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.builder.deletedLogRetention(Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessageStartingWith("deletedLogRetention must be at most 365 days");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maxValueBytes(Integer.MAX_VALUE))
			.withMessageContaining("maxValueBytes must be at most");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maxTotalBytes(0))
			.withMessage("maxTotalBytes must be at least 1 (was 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maxSessionsPerAddress(-1))
			.withMessage("maxSessionsPerAddress must be at least 0 (was -1)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.name(""));
	}

	@Test
	void refusedArgumentLeavesTheOptionAsItWas() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maxValueBytes(Integer.MAX_VALUE));

		assertThat(this.builder.options().maxValueBytes()).isEqualTo(SodpServerOptions.DEFAULT_MAX_VALUE_BYTES);
	}

	@Test
	void optionsStayWhatTheyAreWhileTheBuilderGoesOn() {
		SodpServerOptions options = this.builder.name("one").logSize(1).options();
		this.builder.name("two").logSize(2).authTimeout(Duration.ofSeconds(1));

		assertThat(options.name()).isEqualTo("one");
		assertThat(options.logSize()).isEqualTo(1);
		assertThat(options.authTimeout()).isEqualTo(SodpServerOptions.DEFAULT_AUTH_TIMEOUT);
	}

	@Test
	void builderGoesOnFromWhatWasSetBefore() {
		this.builder.name("one").options();

		assertThat(this.builder.logSize(1).options().name()).isEqualTo("one");
	}

}
