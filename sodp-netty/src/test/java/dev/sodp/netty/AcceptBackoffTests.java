// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When an endpoint tries again that could not accept a connection. */
class AcceptBackoffTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(new AcceptBackoff());

	@Test
	void notBeforeAWhileHasPassed() {
		this.channel.freezeTime();

		for (int i = 0; i < 3; i++) {
			this.channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
			assertThat(this.channel.config().isAutoRead()).isFalse();
			this.channel.advanceTimeBy(499, TimeUnit.MILLISECONDS);
			this.channel.runScheduledPendingTasks();
			assertThat(this.channel.config().isAutoRead()).isFalse();

			this.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
			this.channel.runScheduledPendingTasks();
			assertThat(this.channel.config().isAutoRead()).isTrue();
		}
		this.channel.checkException();
	}

}
