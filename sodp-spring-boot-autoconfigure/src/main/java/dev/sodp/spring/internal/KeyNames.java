// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.util.Collection;

import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;

/**
 * The names by which annotations refer to single keys and to all keys with a prefix.
 */
public final class KeyNames {

	private KeyNames() {
	}

	/**
	 * Returns what is wrong with a name that looks like that of all keys with a prefix.
	 * @return the problem; null if the name is such a pattern or the name of a key
	 */
	public static @Nullable Problem problem(String name) {
		if (name.indexOf('*') < 0 || isPrefixPattern(name)) {
			return null;
		}
		return new Problem("'" + name + "' names neither a key nor all keys with a prefix",
				"Specify a key such as \"game.player\", \"game.*\" for all keys that begin with \"game.\", or"
						+ " \"*\" for all keys; an asterisk may only be the last segment");
	}

	private static boolean isPrefixPattern(String name) {
		if (!StateKeys.isPattern(name)) {
			return false;
		}
		String prefix = StateKeys.prefix(name);
		return prefix.indexOf('*') < 0 && !prefix.startsWith(".") && !prefix.contains("..");
	}

	/** Returns whether one of several names stands for a key. */
	public static boolean cover(Collection<String> names, String key) {
		return names.contains(key) || names.stream().anyMatch((name) -> isBelow(name, key));
	}

	/** Returns whether a name stands for all keys with a prefix that a key has. */
	public static boolean isBelow(String name, String key) {
		return StateKeys.isPattern(name) && key.startsWith(StateKeys.prefix(name));
	}

}
