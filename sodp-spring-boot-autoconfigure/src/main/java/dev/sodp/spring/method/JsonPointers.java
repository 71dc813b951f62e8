// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.List;

/**
 * Writes places in a value as clients write them.
 */
final class JsonPointers {

	private JsonPointers() {
	}

	/** Returns the pointer to a place; a single slash for the whole value. */
	static String of(List<String> segments) {
		StringBuilder pointer = new StringBuilder();
		segments.forEach((segment) -> pointer.append('/').append(segment.replace("~", "~0").replace("/", "~1")));
		return pointer.isEmpty() ? "/" : pointer.toString();
	}

}
