// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import org.jspecify.annotations.Nullable;

/**
 * What came of looking at the file.
 *
 * @param outcome what came of it
 * @param failure why the rules of the file are not in force, with line and column if its
 * content is the reason; null if they are
 */
public record AccessRulesReload(Outcome outcome, @Nullable String failure) {

	/** What came of looking at the file. */
	public enum Outcome {

		/** Its rules are in force from now on. */
		RELOADED,

		/** Its rules were in force already. */
		UNCHANGED,

		/** It has changed and may still be changing. */
		CHANGING,

		/** It is broken or missing; the rules from before stay in force. */
		FAILED

	}

}
