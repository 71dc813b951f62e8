// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

/**
 * A fenced code block, as a reader would copy it.
 *
 * @param page the page it stands on
 * @param line the line of the page with its first line
 * @param language the language behind the fence
 * @param text what stands between the fences
 */
record Block(String page, int line, String language, String text) {

	/** A problem of this block, with the place to mend. */
	String problem(long lineInBlock, String message) {
		return "%s:%d: %s".formatted(this.page, this.line + Math.max(lineInBlock, 1) - 1, message);
	}

	String problem(String message) {
		return problem(1, message);
	}

}
