// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames recorded from other implementations.
 *
 * @param name says who sent what
 * @param bytes the message
 * @param decoded {@code [type, stream, seq, body]}, a null node for what is not
 * MessagePack
 */
record GoldenFrames(String name, byte[] bytes, JsonNode decoded) {

	static Stream<GoldenFrames> all() {
		try (InputStream file = GoldenFrames.class.getResourceAsStream("/vectors/golden-frames.json")) {
			JsonNode frames = new JsonMapper().readTree(Objects.requireNonNull(file)).get("frames");
			return frames.valueStream()
				.map((frame) -> new GoldenFrames(frame.get("name").stringValue(),
						Bytes.hex(frame.get("hex").stringValue()), frame.get("decoded")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Without the two that are deliberately malformed. */
	static Stream<GoldenFrames> wellFormed() {
		return all().filter((frame) -> !frame.decoded().isNull() && !frame.name().equals("raw/WATCH"));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
