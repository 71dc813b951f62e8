// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A link whose other end upgrades and then never reads. */
@Timeout(60)
class JdkLinkTests {

	private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: (\\S+)");

	private final CompletableFuture<Link> opened = new CompletableFuture<>();

	private final CompletableFuture<LinkEnd> closed = new CompletableFuture<>();

	private ServerSocket listening;

	private Socket socket;

	@BeforeEach
	void connect() throws Exception {
		this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		URI uri = URI.create("ws://127.0.0.1:" + this.listening.getLocalPort());
		new JdkTransport(null, null).connect(new ConnectRequest(uri, Map.of(), Duration.ofSeconds(20), 1024),
				new Listener());
		this.socket = this.listening.accept();
		upgrade();
	}

	@AfterEach
	void close() throws IOException {
		this.socket.close();
		this.listening.close();
	}

	@Test
	void peerThatDoesNotReadIsGivenUpBeforeMemoryRunsOut() throws Exception {
		Link link = this.opened.get(20, TimeUnit.SECONDS);
		byte[] megabyte = new byte[1024 * 1024];
		long most = JdkLink.MAX_UNSENT_BYTES / megabyte.length;
		for (int i = 0; i < most; i++) {
			link.send(megabyte);
		}
		assertThat(this.closed).isNotDone();
		for (int i = 0; i < most; i++) {
			link.send(megabyte);
		}
		assertThat(this.closed.get(20, TimeUnit.SECONDS).reason()).contains("does not read");
	}

	/** The JDK refuses to send the others, and then sends none at all. */
	@ParameterizedTest
	@CsvSource({ "1000, 1000", "1001, 1001", "1008, 1008", "1011, 1011", "1002, 4002", "1009, 4009", "4401, 4401" })
	void closeCodeThatTheJdkDoesNotSendIsMappedToAPrivateOne(int code, int sent) throws Exception {
		this.opened.get(20, TimeUnit.SECONDS).close(code, "");
		InputStream in = this.socket.getInputStream();
		byte[] frame = in.readNBytes(8);
		assertThat(frame[0] & 0xFF).isEqualTo(0x88);
		assertThat(((frame[6] ^ frame[2]) & 0xFF) << 8 | ((frame[7] ^ frame[3]) & 0xFF)).isEqualTo(sent);
	}

	private void upgrade() throws Exception {
		StringBuilder request = new StringBuilder();
		while (request.indexOf("\r\n\r\n") < 0) {
			request.append((char) this.socket.getInputStream().read());
		}
		Matcher key = KEY.matcher(request);
		assertThat(key.find()).isTrue();
		byte[] digest = MessageDigest.getInstance("SHA-1")
			.digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
		String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
		this.socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
		this.socket.getOutputStream().flush();
	}

	private final class Listener implements LinkListener {

		@Override
		public void opened(Link link) {
			JdkLinkTests.this.opened.complete(link);
		}

		@Override
		public void received(ByteBuffer message) {
		}

		@Override
		public void alive() {
		}

		@Override
		public void closed(LinkEnd end) {
			JdkLinkTests.this.closed.complete(end);
		}

	}

}
