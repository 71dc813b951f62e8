// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import dev.sodp.state.StateKeys;

/**
 * Names that methods of an application may have.
 */
public final class MethodNames {

	private MethodNames() {
	}

	/**
	 * Checks a name.
	 * @param name the name
	 * @return the name
	 * @throws IllegalArgumentException if it is not valid
	 */
	public static String check(String name) {
		if (name.equals("state") || name.startsWith("state.") || name.startsWith("$")) {
			throw new IllegalArgumentException("The method '" + name
					+ "' cannot be added: names that start with 'state.' or '$' are those of the server itself");
		}
		try {
			StateKeys.check(name);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The name '" + name
					+ "' of a method must consist of letters, digits, '_'"
					+ " and '-', with dots between segments, and at most " + StateKeys.MAX_LENGTH + " characters", ex);
		}
		return name;
	}

}
