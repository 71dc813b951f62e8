// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Encrypted connections. */
@Timeout(120)
class TlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path folder;

	private static SSLContext context(String name) throws Exception {
		Path file = folder.resolve(name + ".p12");
		if (!Files.exists(file)) {
			make(name, file);
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD);
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	private static void make(String name, Path file) throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + name, "-storetype", "PKCS12",
				"-storepass", new String(PASSWORD), "-keystore", file.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(keytool.waitFor()).as(output).isZero();
	}

	private static SSLSocket connect(TestEndpoint endpoint, SSLContext context) throws IOException {
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", endpoint.port());
		socket.startHandshake();
		return socket;
	}

	private static String subject(SSLSocket socket) throws IOException {
		return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
	}

	@ParameterizedTest
	@MethodSource("dev.sodp.netty.Transports#all")
	void aSessionIsEncryptedAndOutlivesTheNextCertificate(IoTransport transport) throws Exception {
		SSLContext first = context("first");
		SSLContext second = context("second");
		try (TestEndpoint endpoint = new TestEndpoint(transport, (server) -> {
		}, (options) -> options.tls(first)); SSLSocket socket = connect(endpoint, first)) {
			RawClient client = new RawClient(socket);
			client.send(RawClient.joined(RawClient.request("Origin: https://localhost"),
					RawClient.message(RawClient.watch(1, "key"))));
			client.expectUpgrade();
			assertThat(client.read(Frame.StateInit.class).initialized()).isFalse();
			assertThat(subject(socket)).isEqualTo("CN=first");

			endpoint.endpoint().reloadTls(second);
			try (SSLSocket later = connect(endpoint, second)) {
				assertThat(subject(later)).isEqualTo("CN=second");
			}
			String value = "x".repeat(400_000);
			endpoint.server().set("key", value);

			Frame.Delta delta = client.read(Frame.Delta.class);
			assertThat(delta.ops()).hasSize(1);
			client.send(RawClient.frame(RawClient.CLOSE, true, new byte[0]));
			assertThat(client.readClose()).isEqualTo(1005);
		}
	}

}
