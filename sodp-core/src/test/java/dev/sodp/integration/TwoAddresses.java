// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.ConnectRequest;
import dev.sodp.transport.Ending;
import dev.sodp.transport.JdkTransport;

/**
 * Runs in a JVM of its own, in which the name {@value #NAME} has two addresses and only
 * the second one listens, and prints what became of the attempts to connect.
 */
final class TwoAddresses {

	static final String NAME = "two.test";

	private static final char[] PASSWORD = "changeit".toCharArray();

	private TwoAddresses() {
	}

	/**
	 * Connects.
	 * @param args the scheme, and for {@code wss} the key store of the server
	 */
	public static void main(String[] args) throws Exception {
		if (args[0].equals("ws")) {
			connect();
		}
		else {
			connectTwice(context(Path.of(args[1])));
		}
		System.exit(0);
	}

	private static void connect() {
		SodpServer server = SodpServer.builder().build();
		SocketServer socket = new SocketServer(server, 0);
		SodpClient client = SodpClient.builder("ws://" + NAME + ":" + socket.port())
			.reconnectDelay(Duration.ofMillis(50))
			.build();
		try {
			client.ready().orTimeout(5, TimeUnit.SECONDS).join();
			System.out.println("live with " + socket.lastHost);
		}
		catch (CompletionException ex) {
			System.out.println("failed: " + client.status());
		}
	}

	private static void connectTwice(SSLContext context) throws Exception {
		SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
		Daemons.start("tls-server", () -> refuse(listening));
		JdkTransport transport = new JdkTransport(() -> context, null);
		for (int i = 0; i < 2; i++) {
			Ending ending = new Ending();
			transport.connect(new ConnectRequest(URI.create("wss://" + NAME + ":" + listening.getLocalPort() + "/sodp"),
					Map.of(), Duration.ofSeconds(5), 1024), ending);
			System.out.println(ending.end.orTimeout(10, TimeUnit.SECONDS).join());
		}
	}

	/** Answers each upgrade with 418 and says what it was asked for. */
	private static void refuse(SSLServerSocket listening) throws IOException {
		while (true) {
			try (Socket socket = listening.accept()) {
				BufferedReader request = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
				for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
					if (line.startsWith("Host:")) {
						System.out.println(line.substring(0, line.lastIndexOf(':')));
					}
				}
				ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
				System.out.println("SNI: " + session.getRequestedServerNames());
				socket.getOutputStream()
					.write("HTTP/1.1 418 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
			}
			catch (SSLException ex) {
				System.out.println("handshake failed");
			}
		}
	}

	private static SSLContext context(Path keyStore) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(Files.newInputStream(keyStore), PASSWORD);
		KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		key.init(keys, PASSWORD);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, PASSWORD);
		trusted.setCertificateEntry("server", keys.getCertificate("server"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

}
