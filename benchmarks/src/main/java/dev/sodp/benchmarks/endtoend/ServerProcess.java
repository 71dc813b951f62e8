// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sodp.benchmarks.endtoend.Usage.Spent;

/** The server's JVM, seen from the clients'. */
final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader replies;

	private final PrintStream commands;

	private int port;

	private Signal arrived;

	private ServerProcess(Process process) {
		this.process = process;
		this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static ServerProcess start() throws IOException {
		String options = System.getProperty("benchmarks.server.options", "");
		ServerProcess server = new ServerProcess(java(BenchmarkServer.class, options));
		String[] ports = server.next(BenchmarkServer.READY).split(" ");
		server.port = Integer.parseInt(ports[0]);
		server.arrived = Signal.connect(Integer.parseInt(ports[1]));
		return server;
	}

	/** Runs a program of this class path in a JVM of its own. */
	static Process java(Class<?> program, String options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
		if (!options.isBlank()) {
			command.addAll(List.of(options.split(" ")));
		}
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	int port() {
		return this.port;
	}

	String url(String path) {
		return "ws://localhost:" + this.port + path;
	}

	Signal arrived() {
		return this.arrived;
	}

	String ask(String command) {
		this.commands.println(command);
		return next(ServerCommands.REPLY);
	}

	long number(String command) {
		return Long.parseLong(ask(command));
	}

	/** Lets the server work and returns what it took. */
	Work work(String command) {
		long[] numbers = Arrays.stream(ask(command).split(" ")).mapToLong(Long::parseLong).toArray();
		return new Work(new Spent(numbers[0], numbers[1], numbers[2], numbers[3]), numbers[4]);
	}

	Work fanOut(String kind, int burst, Duration duration) {
		return work("fanout " + kind + " " + burst + " " + duration.toMillis());
	}

	private String next(String prefix) {
		try {
			for (String line = this.replies.readLine(); line != null; line = this.replies.readLine()) {
				if (line.startsWith(prefix)) {
					return line.substring(prefix.length());
				}
				System.err.println(line);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new IllegalStateException("The server has ended");
	}

	@Override
	public void close() {
		this.commands.close();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.process.destroyForcibly();
		}
	}

	/**
	 * What the server did.
	 *
	 * @param spent what it took
	 * @param updates how many updates were sent
	 */
	record Work(Spent spent, long updates) {
	}

}
