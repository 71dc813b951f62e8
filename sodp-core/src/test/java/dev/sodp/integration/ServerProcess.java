// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import dev.sodp.server.SodpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server in a JVM of its own, which can be killed.
 */
final class ServerProcess implements AutoCloseable {

	/** Says on the standard output that the server listens. */
	private static final String READY = "ready";

	/** Below the ports that systems hand out by themselves, so that it stays free. */
	private static final int FIRST_PORT = 20_000;

	private static final int PORTS = 10_000;

	private final Process process;

	/**
	 * Starts a server and waits until it listens.
	 * @param key a key that the server begins with
	 * @param value its value
	 */
	ServerProcess(int port, String key, String value) {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ServerProcess.class.getName(),
				String.valueOf(port), key, value)
			.redirectErrorStream(true);
		try {
			this.process = builder.start();
			awaitReady();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int freePort() {
		Random random = new Random();
		while (true) {
			int port = FIRST_PORT + random.nextInt(PORTS);
			try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
				return probe.getLocalPort();
			}
			catch (IOException ex) {
				// Taken; the next one may be free.
			}
		}
	}

	private void awaitReady() throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder before = new StringBuilder();
		for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
			assertThat(line).as("the server process ended: %s", before).isNotNull();
			before.append(line).append('\n');
		}
		Daemons.start("server-process-output", () -> output.transferTo(Writer.nullWriter()));
	}

	/** Ends the process without giving it a chance to say anything. */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

	/**
	 * Runs a server until the standard input ends, which it does with the test's JVM.
	 * @param args port, key and value
	 * @throws IOException if the standard input is broken
	 */
	public static void main(String[] args) throws IOException {
		SodpServer server = SodpServer.builder().build();
		server.set(args[1], args[2]);
		new SocketServer(server, Integer.parseInt(args[0]));
		System.out.println(READY);
		System.in.transferTo(OutputStream.nullOutputStream());
	}

}
