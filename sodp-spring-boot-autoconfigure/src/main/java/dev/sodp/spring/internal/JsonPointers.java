// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.util.List;

import tools.jackson.core.JacksonException;

/**
 * Writes places in a value as clients write them.
 */
public final class JsonPointers {

	private JsonPointers() {
	}

	/**
	 * Appends a segment.
	 * @param pointer a pointer; empty for the whole value
	 * @param segment name of a member, or an index
	 * @return the pointer to what is there
	 */
	public static String below(String pointer, String segment) {
		return pointer + "/" + segment.replace("~", "~0").replace("/", "~1");
	}

	/**
	 * Returns the whole value as the single slash that the protocol has for it.
	 * @param pointer a pointer; empty for the whole value
	 * @return the pointer, or a slash
	 */
	public static String orRoot(String pointer) {
		return pointer.isEmpty() ? "/" : pointer;
	}

	/** Returns where Jackson was when it gave up. */
	static String of(List<JacksonException.Reference> path) {
		String pointer = "";
		for (JacksonException.Reference reference : path) {
			String name = reference.getPropertyName();
			if (name != null) {
				pointer = below(pointer, name);
			}
			else if (reference.getIndex() >= 0) {
				pointer = below(pointer, String.valueOf(reference.getIndex()));
			}
		}
		return orRoot(pointer);
	}

}
