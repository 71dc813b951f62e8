// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.sodp.client.SodpClient;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server that stops in the middle of an attempt must not cost the client a socket. */
@Timeout(60)
class StalledAttemptsTests {

	private final List<Socket> accepted = new CopyOnWriteArrayList<>();

	private final AtomicInteger open = new AtomicInteger();

	private ServerSocket server;

	@BeforeEach
	void listen() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void endAll() throws IOException {
		this.server.close();
		for (Socket socket : this.accepted) {
			socket.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void attemptsThatAreGivenUpAreClosed(Stall stall) {
		serve(stall);
		try (SodpClient client = client(stall, Duration.ofMillis(300))) {
			await().until(() -> this.accepted.size() >= 4);
			await().until(() -> this.open.get() <= 1);
			assertThat(client.status().state().isLive()).isFalse();
		}
		await().until(() -> this.open.get() == 0);
	}

	@ParameterizedTest
	@EnumSource
	void stopEndsTheAttemptUnderWay(Stall stall) {
		serve(stall);
		assertSocketGoes(stall, SodpClient::stop);
	}

	@ParameterizedTest
	@EnumSource
	void closeEndsTheAttemptUnderWay(Stall stall) {
		serve(stall);
		assertSocketGoes(stall, SodpClient::close);
	}

	private void assertSocketGoes(Stall stall, Consumer<SodpClient> end) {
		try (SodpClient client = client(stall, Duration.ofMinutes(10))) {
			await().until(() -> this.open.get() == 1);
			end.accept(client);
			await().until(() -> this.open.get() == 0);
			assertThat(this.accepted).hasSize(1);
		}
	}

	private SodpClient client(Stall stall, Duration connectTimeout) {
		return SodpClient.builder((stall == Stall.TLS ? "wss" : "ws") + "://localhost:" + this.server.getLocalPort())
			.connectTimeout(connectTimeout)
			.reconnectDelay(Duration.ofMillis(10))
			.maxReconnectDelay(Duration.ofMillis(50))
			.token("secret")
			.errorListener((error) -> {
			})
			.build();
	}

	private void serve(Stall stall) {
		Thread acceptor = new Thread(() -> {
			try {
				while (true) {
					Socket socket = this.server.accept();
					this.accepted.add(socket);
					Thread thread = new Thread(() -> stallAndWait(socket, stall));
					thread.setDaemon(true);
					thread.start();
				}
			}
			catch (IOException ex) {
				// The test is over.
			}
		});
		acceptor.setDaemon(true);
		acceptor.start();
	}

	/** Goes as far as it should and then reads until the client hangs up. */
	private void stallAndWait(Socket socket, Stall stall) {
		boolean counted = false;
		try {
			if (stall != Stall.TLS) {
				stall.begin(socket);
			}
			this.open.incrementAndGet();
			counted = true;
			while (socket.getInputStream().read() >= 0) {
				continue;
			}
		}
		catch (IOException ex) {
			// A reset is an end as well.
		}
		finally {
			if (counted) {
				this.open.decrementAndGet();
			}
		}
	}

	private enum Stall {

		TLS, UPGRADE, UNAUTHORIZED, UNAVAILABLE, HELLO, AUTH;

		void begin(Socket socket) throws IOException {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			String key = "";
			for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
				if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
					key = line.substring(18).trim();
				}
			}
			OutputStream out = socket.getOutputStream();
			switch (this) {
				case UNAUTHORIZED -> answer(out, "401 Unauthorized\r\nContent-Length: 1000\r\n\r\nNo");
				case UNAVAILABLE -> answer(out, "503 Service Unavailable\r\nContent-Length: 1000\r\n\r\nNo");
				case HELLO -> answer(out, accept(key));
				case AUTH -> {
					answer(out, accept(key));
					byte[] hello = new FrameEncoder()
						.encode(new Frame.Hello(0, 1, "sodp", "1.0", "test", true, Capabilities.NONE));
					out.write((hello.length < 126) ? new byte[] { (byte) 0x82, (byte) hello.length }
							: new byte[] { (byte) 0x82, 126, (byte) (hello.length >> 8), (byte) hello.length });
					out.write(hello);
				}
				default -> {
				}
			}
			out.flush();
		}

		private static void answer(OutputStream out, String text) throws IOException {
			out.write(("HTTP/1.1 " + text).getBytes(StandardCharsets.US_ASCII));
		}

		private static String accept(String key) {
			try {
				byte[] digest = MessageDigest.getInstance("SHA-1")
					.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
				return "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
						+ "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
