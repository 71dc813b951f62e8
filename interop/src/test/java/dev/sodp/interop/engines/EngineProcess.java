// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.lettuce.core.RedisURI;
import org.awaitility.Awaitility;

/**
 * A server of an engine on a port of its own, which can be killed, stopped and restarted.
 */
public final class EngineProcess implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(20);

	private final Engine engine;

	private final Path folder;

	private final int port;

	private final List<String> options;

	private Process process;

	private EngineProcess(Engine engine, Path folder, int port, List<String> options) {
		this.engine = engine;
		this.folder = folder;
		this.port = port;
		this.options = options;
		this.process = launch();
	}

	/** Starts a server that loses nothing that it has acknowledged. */
	public static EngineProcess start(Engine engine, Path folder, String... options) {
		List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", "",
				"--repl-diskless-sync-delay", "0"));
		all.addAll(List.of(options));
		EngineProcess started = new EngineProcess(engine, folder, freePort(), all);
		started.awaitReady();
		return started;
	}

	/** Starts a sentinel that watches a primary, which it calls "primary". */
	public static EngineProcess startSentinel(Engine engine, Path folder, EngineProcess primary, int quorum) {
		int port = freePort();
		Path configuration = folder.resolve(port + ".conf");
		try {
			Files.createDirectories(folder);
			Files.writeString(configuration, """
					port %d
					bind 127.0.0.1
					sentinel monitor primary 127.0.0.1 %d %d
					sentinel down-after-milliseconds primary 1000
					sentinel failover-timeout primary 6000
					""".formatted(port, primary.port, quorum));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		EngineProcess started = new EngineProcess(engine, folder, port,
				List.of(configuration.toString(), "--sentinel"));
		started.awaitReady();
		return started;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			// The bus of a cluster node takes the port 10,000 above.
			return (socket.getLocalPort() < 50_000) ? socket.getLocalPort() : socket.getLocalPort() - 20_000;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process launch() {
		try {
			Path work = Files.createDirectories(this.folder.resolve("" + this.port));
			List<String> command = new ArrayList<>(List.of(this.engine.binary().toString()));
			command.addAll(this.options);
			if (!this.options.contains("--sentinel")) {
				command.addAll(List.of("--port", "" + this.port, "--bind", "127.0.0.1", "--dir", work.toString()));
			}
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitReady() {
		Awaitility.await("start of " + this.engine).atMost(START).ignoreExceptions().until(() -> {
			String pong = command("PING");
			return pong.equals("PONG");
		});
	}

	public int port() {
		return this.port;
	}

	public RedisURI uri() {
		return RedisURI.create("127.0.0.1", this.port);
	}

	/**
	 * Sends a command on a connection of its own; nested answers are joined by blanks.
	 */
	public String command(String... words) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(10_000);
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
			for (String word : words) {
				byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
				out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
				out.write(bytes);
				out.write("\r\n".getBytes(StandardCharsets.UTF_8));
			}
			socket.getOutputStream().write(out.toByteArray());
			return answer(new BufferedInputStream(socket.getInputStream()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String answer(InputStream in) throws IOException {
		String line = line(in);
		int size = "*$".indexOf(line.charAt(0)) < 0 ? 0 : Integer.parseInt(line.substring(1));
		if (line.charAt(0) == '$' && size >= 0) {
			String text = new String(in.readNBytes(size), StandardCharsets.UTF_8);
			in.readNBytes(2);
			return text;
		}
		if (line.charAt(0) == '*') {
			List<String> all = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				all.add(answer(in));
			}
			return String.join(" ", all);
		}
		return line.substring(1);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int next;
		while ((next = in.read()) >= 0 && next != '\n') {
			if (next != '\r') {
				line.append((char) next);
			}
		}
		if (line.isEmpty()) {
			throw new IOException("closed");
		}
		return line.toString();
	}

	/** A line of {@code INFO}. */
	public String info(String field) {
		return command("INFO", "everything").lines()
			.filter((line) -> line.startsWith(field + ":"))
			.map((line) -> line.substring(field.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

	/** Of a sentinel: whether it knows all replicas and both other sentinels. */
	public boolean isReady(int replicas) {
		String master = command("SENTINEL", "MASTER", "primary");
		return master.contains("num-slaves " + replicas) && master.contains("num-other-sentinels 2");
	}

	/** Becomes a replica of another, and is up to date when this returns. */
	public void replicate(EngineProcess primary) {
		command("REPLICAOF", "127.0.0.1", "" + primary.port);
		Awaitility.await("replication").atMost(START).until(() -> info("master_link_status").equals("up"));
	}

	/** Like a crash: nothing can be done before. */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Starts again what was killed, with its files. */
	public void restart() {
		this.process = launch();
		awaitReady();
	}

	/**
	 * Takes away the end of what was written to disk, as a loss of power would. Not while
	 * it runs.
	 * @param part of what was written since the start, from 0 to 1
	 */
	public void cutHistory(double part) {
		Path files = this.folder.resolve("" + this.port).resolve("appendonlydir");
		try (Stream<Path> all = Files.list(files)) {
			Path latest = all.filter((file) -> file.toString().endsWith(".incr.aof"))
				.max(Path::compareTo)
				.orElseThrow();
			try (FileChannel channel = FileChannel.open(latest, StandardOpenOption.WRITE)) {
				channel.truncate((long) (channel.size() * (1 - part)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Stands still, with all connections open. */
	public void pause() {
		signal("STOP");
	}

	public void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("kill", "-" + name, "" + this.process.pid()).start().waitFor(10, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
