// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

/** A node in a virtual machine of its own, which can be killed and stopped. */
final class NodeProcess implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(90);

	private static final int LINES_SHOWN = 60;

	private final String name;

	private final int port = freePort();

	private final Path log;

	private final Process process;

	NodeProcess(String name, Path log, Class<?> application, List<String> properties) {
		this.name = name;
		this.log = log;
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath(), application.getName(),
				"--server.port=" + this.port));
		command.addAll(properties);
		try {
			Files.createDirectories(log.getParent());
			this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Without the tests: a node is what is published, and starts sooner.
	private static String classPath() {
		String separator = System.getProperty("path.separator");
		return Arrays.stream(System.getProperty("java.class.path").split(separator))
			.filter((entry) -> !entry.endsWith("test-classes") && !entry.contains("junit")
					&& !entry.contains("testcontainers"))
			.collect(Collectors.joining(separator));
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void awaitReady() {
		Awaitility.await("start of " + this.name)
			.atMost(START)
			.pollInterval(Duration.ofMillis(100))
			.failFast(() -> !this.process.isAlive())
			.until(this::accepts);
	}

	private boolean accepts() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	String name() {
		return this.name;
	}

	int port() {
		return this.port;
	}

	String url() {
		return "ws://127.0.0.1:" + this.port + "/sodp";
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** Asks it to end in its own time. */
	void stop() {
		this.process.destroy();
	}

	/** Stands still, with all connections open. */
	void pause() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	private void signal(String signal) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, "" + this.process.pid()).start();
			if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
				throw new IllegalStateException(this.name + " does not take the signal " + signal);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** What it has logged. */
	List<String> log() {
		try {
			return Files.readAllLines(this.log, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The end of its log, for a test that has failed. */
	String describe() {
		List<String> lines = log();
		return "---- " + this.log + "\n"
				+ String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
	}

	/** Like a crash: nothing can be done before. */
	void kill() {
		this.process.destroyForcibly();
		this.process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
