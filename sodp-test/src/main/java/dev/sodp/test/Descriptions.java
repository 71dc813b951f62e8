// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.List;
import java.util.Optional;

import dev.sodp.server.StateSnapshot;

/**
 * Describes what a server knows about a key for failure messages.
 */
final class Descriptions {

	private static final int LONGEST_VALUE = 500;

	private Descriptions() {
	}

	static String of(String key, Optional<StateSnapshot> snapshot) {
		return snapshot
			.map((found) -> "'" + key + "' is " + shorten(found.value().toString()) + " at version " + found.version())
			.orElse("'" + key + "' does not exist");
	}

	static String of(List<RecordedWrite> writes) {
		if (writes.isEmpty()) {
			return "no client wrote to it";
		}
		StringBuilder text = new StringBuilder("clients wrote");
		writes.forEach((write) -> text.append(System.lineSeparator()).append("  ").append(shorten(write.toString())));
		return text.toString();
	}

	private static String shorten(String text) {
		return (text.length() <= LONGEST_VALUE) ? text : text.substring(0, LONGEST_VALUE) + " and so on";
	}

}
