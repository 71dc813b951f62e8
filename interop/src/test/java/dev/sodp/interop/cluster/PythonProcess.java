// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A script with the published Python client, and what it says. */
final class PythonProcess implements AutoCloseable {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private PythonProcess(String script, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(folder().resolve("venv/bin/python").toString(), "python/" + script, client().toString()));
		command.addAll(arguments);
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread reader = new Thread(this::read, "python");
		reader.setDaemon(true);
		reader.start();
	}

	/** Runs a script of the folder {@code python}. */
	static PythonProcess start(String script, String... arguments) {
		return new PythonProcess(script, Arrays.asList(arguments));
	}

	private static Path folder() {
		Path folder = Path.of(System.getProperty("engines.python", "missing"));
		if (!Files.isDirectory(folder)) {
			throw new IllegalStateException("Start these tests with interop/engines/run: no Python client in the"
					+ " property engines.python (" + folder + ")");
		}
		return folder;
	}

	private static Path client() {
		return folder().resolve("client");
	}

	private void read() {
		try (BufferedReader in = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			// Killed.
		}
	}

	/** All that it has said so far. */
	List<String> lines() {
		return this.lines;
	}

	/** What it has said as JSON with a certain field. */
	Stream<JsonNode> said(String field) {
		return this.lines.stream()
			.filter((line) -> line.startsWith("{"))
			.map(MAPPER::readTree)
			.filter((said) -> said.has(field));
	}

	/** Waits for the end. */
	int exitCode(long seconds) {
		return this.process.onExit().orTimeout(seconds, TimeUnit.SECONDS).join().exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
