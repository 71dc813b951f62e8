// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the SSL context of a connection comes from. */
class JdkTransportTests {

	private final Ending ending = new Ending();

	@Test
	void theContextIsAskedForOnEachConnectionAndNotBefore() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		SSLContext context = SSLContext.getDefault();
		JdkTransport transport = new JdkTransport(() -> {
			asked.incrementAndGet();
			return context;
		}, null);

		assertThat(asked).hasValue(0);
		transport.connect(nowhere(), this.ending);
		assertThat(asked).hasValue(1);
		transport.connect(nowhere(), this.ending);
		assertThat(asked).hasValue(2);
	}

	@Test
	void aContextThatCannotBeMadeEndsTheLink() throws Exception {
		IllegalStateException unreadable = new IllegalStateException("unreadable key store");
		JdkTransport transport = new JdkTransport(() -> {
			throw unreadable;
		}, null);

		transport.connect(nowhere(), this.ending);

		assertThat(this.ending.end.get(20, TimeUnit.SECONDS).cause()).isSameAs(unreadable);
	}

	private static ConnectRequest nowhere() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			return new ConnectRequest(URI.create("ws://127.0.0.1:" + free.getLocalPort()), Map.of(),
					Duration.ofSeconds(5), 1024);
		}
	}

}
