// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.List;

/**
 * Who may call the methods that match a pattern. Any one of several permissions suffices;
 * without any, no one may.
 *
 * @param method which methods
 * @param call who may call them
 */
public record MethodRule(KeyPattern method, List<Permission> call) {

	/**
	 * Creates a rule.
	 * @param method which methods
	 * @param call who may call them
	 */
	public MethodRule {
		call = List.copyOf(call);
	}

}
