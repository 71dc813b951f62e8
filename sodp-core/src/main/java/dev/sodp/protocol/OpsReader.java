// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.InvalidDeltaException;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the operations of a DELTA (protocol section 4). One invalid operation makes the
 * whole frame malformed, because half a delta must never be applied.
 */
final class OpsReader {

	private static final int MAX_EXPECTED = 64;

	private final MessageReader reader;

	private final ValueReader values;

	OpsReader(MessageReader reader, ValueReader values) {
		this.reader = reader;
		this.values = values;
	}

	List<DeltaOp> read() {
		int count = this.reader.arrayHeader("an array of operations");
		if (count == 1) {
			return List.of(op());
		}
		List<DeltaOp> ops = new ArrayList<>(Math.min(count, MAX_EXPECTED));
		for (int i = 0; i < count; i++) {
			ops.add(op());
		}
		return ops;
	}

	private DeltaOp op() {
		DeltaOp.Kind kind = null;
		String path = null;
		@Nullable JsonNode value = null;
		for (int i = this.reader.mapHeader("a map as operation"); i > 0; i--) {
			switch (this.reader.knownText("the name of a field")) {
				case Names.OP -> kind = kind();
				case Names.PATH -> path = path();
				case Names.VALUE -> value = this.values.read();
				default -> this.reader.skip();
			}
		}
		DeltaOp.Kind known = this.reader.required(kind, Names.OP);
		String place = this.reader.required(path, Names.PATH);
		return (value != null) ? new DeltaOp(known, place, value) : DeltaOp.withoutValue(known, place);
	}

	private DeltaOp.Kind kind() {
		String kind = this.reader.knownText("the name of an operation");
		return switch (kind) {
			case "ADD" -> DeltaOp.Kind.ADD;
			case "UPDATE" -> DeltaOp.Kind.UPDATE;
			case "REMOVE" -> DeltaOp.Kind.REMOVE;
			default -> throw this.reader.malformed("an operation is neither ADD nor UPDATE nor REMOVE");
		};
	}

	private String path() {
		String path = this.reader.knownText("a path");
		try {
			StatePath.check(path);
		}
		catch (InvalidDeltaException ex) {
			throw new Malformed(String.valueOf(ex.getMessage()), this.reader.offset(), ex);
		}
		return path;
	}

}
