// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateFileException;
import dev.sodp.server.engine.NewKeys;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.server.runtime.StateFileReader.BadStateFileException;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.StateKeys;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes what a file holds into a server. Reads it three times: whether it is what was
 * written, whether the server may have all of it, and only then to write it.
 */
final class StateImport {

	private final EngineDriver driver;

	private final SodpServerOptions options;

	private final HostCalls calls;

	private final Path file;

	/**
	 * Creates the import.
	 * @param driver where to look which keys exist
	 * @param options what the server may hold
	 * @param calls writes the keys
	 * @param file the file
	 */
	StateImport(EngineDriver driver, SodpServerOptions options, HostCalls calls, Path file) {
		this.driver = driver;
		this.options = options;
		this.calls = calls;
		this.file = file.toAbsolutePath();
	}

	/**
	 * Imports the file.
	 * @return the number of keys
	 * @throws StateFileException if that is not possible
	 */
	int run() {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.READ)) {
			open(channel).checkIntact();
			check(open(channel));
			return write(open(channel));
		}
		catch (IOException ex) {
			throw refused(describe(ex), ex);
		}
	}

	private static StateFileReader open(FileChannel channel) throws IOException {
		return new StateFileReader(Channels.newInputStream(channel.position(0)));
	}

	private void check(StateFileReader reader) throws IOException {
		NewKeys newKeys = this.driver.call((engine) -> engine.host().newKeys());
		String previous = "";
		while (reader.next()) {
			String key = reader.key();
			checkName(key, previous);
			previous = key;
			checkSize(key, reader.valueBytes());
			JsonNode value = reader.value();
			checkValue(key, value);
			if (this.driver.call((engine) -> engine.host().isKeptElsewhere(key))) {
				throw refused("the loader of '" + key + "' keeps it elsewhere, so it cannot be imported. Export the"
						+ " state from a server that has the loader, too.", null);
			}
			if (!this.driver.call((engine) -> newKeys.add(key, value))) {
				throw refused("the server already has the key '" + key + "'. Import the file into an empty server.",
						null);
			}
		}
		String refusal = this.driver.call((engine) -> newKeys.refusal());
		if (refusal != null) {
			throw refused("there is not enough room: " + refusal
					+ ". Raise the limits of the server, and the heap (-Xmx) if need be.", null);
		}
	}

	private void checkName(String key, String previous) {
		try {
			StateKeys.check(key);
		}
		catch (IllegalArgumentException ex) {
			throw refused(ex.getMessage() + ". Export the state again, with other names.", ex);
		}
		if (key.compareTo(previous) <= 0) {
			throw refused("'" + key + "' follows '" + previous + "', but keys have to ascend. Export the state again.",
					null);
		}
	}

	private void checkValue(String key, JsonNode value) {
		try {
			Values.immutable(value);
		}
		catch (InvalidValueException ex) {
			throw refused("'" + key + "' has a value that no server can hold: " + ex.getMessage()
					+ ". Export the state again.", ex);
		}
		checkSize(key, FrameEncoder.encodedSize(value));
		Optional<String> violation = this.options.validator().validate(key, value);
		if (violation.isPresent()) {
			throw refused("the validator refuses the value of '" + key + "': " + violation.get()
					+ ". Correct the value and export the state again, or change the validator.", null);
		}
	}

	private void checkSize(String key, int bytes) {
		if (bytes > this.options.maxValueBytes()) {
			throw refused("the value of '" + key + "' takes " + bytes + " bytes, the limit is "
					+ this.options.maxValueBytes() + ". Raise the server's limit for values.", null);
		}
	}

	private int write(StateFileReader reader) {
		ImportedKeys imported = new ImportedKeys(this.calls::addAsync, this.options.callTimeout());
		Exception failure = null;
		String reason = null;
		try {
			while (reader.next() && imported.write(reader.key(), reader.value(), reader.valueBytes())) {
				// Until one of them fails.
			}
		}
		catch (IOException ex) {
			failure = ex;
			reason = describe(ex);
		}
		imported.await();
		if (imported.failure() != null) {
			failure = imported.failure();
			reason = imported.reason() + ".";
		}
		if (failure == null) {
			return imported.written();
		}
		if (imported.written() + imported.unknown() == 0) {
			throw refused(reason, failure);
		}
		String more = (imported.unknown() > 0) ? " and up to " + imported.unknown() + " more" : "";
		throw new StateFileException(
				this.file + " was imported only in part, " + imported.written() + more + " of " + reader.keys()
						+ " keys: " + reason + " Solve this, then import the file into an empty server.",
				imported.written(), failure);
	}

	/** What is wrong with the file, and what to do. */
	private static String describe(IOException problem) {
		if (problem instanceof BadStateFileException) {
			return problem.getMessage() + ". Copy the file again from where it was exported, or export again.";
		}
		if (problem instanceof ClosedByInterruptException) {
			return "the thread was interrupted.";
		}
		return FileProblems.describe(problem) + ". Make sure that it is a file that can be read.";
	}

	private StateFileException refused(@Nullable String reason, @Nullable Exception cause) {
		return new StateFileException(this.file + " was not imported, and nothing was changed: " + reason, 0, cause);
	}

}
