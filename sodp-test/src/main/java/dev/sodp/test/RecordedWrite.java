// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A write that a client requested. Immutable: what {@link SodpTestServer#writes()}
 * returned earlier does not change when the write is answered later.
 *
 * @param subject the subject of the client's token, or null on a server that does not
 * require tokens
 * @param method method of the CALL (protocol section 5), such as {@code state.set}
 * @param key the key
 * @param path the JSON Pointer of a write to part of the value, or null
 * @param value the value or patch that was sent, or null for a method without one
 * @param outcome how the server answered
 * @param version version of the key after the write, if it was applied
 * @param problem why the server refused the write, or null
 */
public record RecordedWrite(@Nullable String subject, String method, String key, @Nullable String path,
		@Nullable JsonNode value, Outcome outcome, OptionalLong version, @Nullable String problem) {

	/** The outcome of a write. */
	public enum Outcome {

		/** Not answered yet, or the connection ended before the answer. */
		UNANSWERED,

		/** The server applied it. */
		APPLIED,

		/** The server refused it. */
		REFUSED

	}

	/**
	 * Returns a single human-readable line, such as {@code alice: state.set game.player
	 * {"value":1} (APPLIED, version 3)}.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		if (this.subject != null) {
			text.append(this.subject).append(": ");
		}
		text.append(this.method).append(' ').append(this.key);
		if (this.path != null) {
			text.append(" at ").append(this.path);
		}
		if (this.value != null) {
			text.append(' ').append(this.value);
		}
		text.append(" (").append(this.outcome);
		this.version.ifPresent((number) -> text.append(", version ").append(number));
		if (this.problem != null) {
			text.append(", ").append(this.problem);
		}
		return text.append(')').toString();
	}

}
