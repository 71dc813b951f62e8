// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, so that its CPU time and memory are known. */
final class NodeProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader replies;

	private final PrintStream commands;

	private NodeProcess(Process process) {
		this.process = process;
		this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static NodeProcess start(int port) throws IOException {
		List<String> command = List.of(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx512m", "-cp",
				System.getProperty("java.class.path"), NodeProgram.class.getName(), "" + port);
		NodeProcess started = new NodeProcess(
				new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		started.reply();
		return started;
	}

	/** Opens sessions that watch keys. */
	void watch(int sessions, Keys keys) throws IOException {
		ask("watch " + sessions + " " + keys.group() + " " + keys.count());
	}

	/** Begins to change keys; to be followed by {@link #reply}. */
	void write(int perSecond, int seconds, Keys keys) {
		this.commands.println("write " + perSecond + " " + seconds + " " + keys.group() + " " + keys.count());
	}

	/** What the node has used of processors so far. */
	double cpuMicros() throws IOException {
		return ask("cpu") / 1e3;
	}

	/** How much of the heap is live. */
	double heap() throws IOException {
		return ask("heap");
	}

	/** What its sessions have been sent so far. */
	long deltas() throws IOException {
		return ask("deltas");
	}

	private long ask(String command) throws IOException {
		this.commands.println(command);
		return reply();
	}

	/** Waits for an answer. */
	long reply() throws IOException {
		for (String line = this.replies.readLine(); line != null; line = this.replies.readLine()) {
			if (line.startsWith(NodeProgram.REPLY)) {
				return Long.parseLong(line.substring(NodeProgram.REPLY.length()));
			}
			System.err.println(line);
		}
		throw new IOException("The node has ended");
	}

	@Override
	public void close() throws IOException {
		this.commands.close();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.process.destroyForcibly();
		}
	}

}
