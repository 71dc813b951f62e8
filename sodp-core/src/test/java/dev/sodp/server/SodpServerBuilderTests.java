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
		assertThat(options.logSize()).isEqualTo(1000);
		assertThat(options.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options.authTimeout()).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void argumentThatCannotWorkIsNamedWithItsValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.backpressureLimit(1))
			.withMessage("backpressureLimit must be at least 8 (was 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.heartbeatInterval(Duration.ZERO))
			.withMessage("heartbeatInterval must be positive (was PT0S)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maxValueBytes(Integer.MAX_VALUE))
			.withMessageContaining("maxValueBytes must be at most");
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.name(""));
	}

}
