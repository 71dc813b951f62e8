// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.HashMap;
import java.util.Map;

/**
 * Which claim a name in a permission stands for, such as {@code role} in
 * {@code role:admin}. A name that is not mapped is that of the claim itself. Immutable.
 */
public final class ClaimMappings {

	private final Map<String, String> paths;

	private ClaimMappings(Map<String, String> paths) {
		this.paths = Map.copyOf(paths);
	}

	/**
	 * Returns the mappings of a preset.
	 * @param preset the preset
	 * @return its mappings
	 */
	public static ClaimMappings of(ClaimPreset preset) {
		return new ClaimMappings(preset.paths());
	}

	/**
	 * Returns these mappings with others that win over them.
	 * @param others claim paths by name
	 * @return new mappings
	 * @throws IllegalArgumentException if a name or a path is empty, or a name contains a
	 * colon, at which permissions are divided
	 */
	public ClaimMappings with(Map<String, String> others) {
		Map<String, String> all = new HashMap<>(this.paths);
		others.forEach((name, path) -> {
			if (name.isEmpty() || name.contains(":")) {
				throw new IllegalArgumentException(
						"the name '" + name + "' of a claim mapping must not be empty or contain a colon");
			}
			if (path.isEmpty()) {
				throw new IllegalArgumentException("the claim mapping '" + name + "' must not be empty");
			}
			all.put(name, path);
		});
		return new ClaimMappings(all);
	}

	ClaimPath path(String name) {
		return new ClaimPath(this.paths.getOrDefault(name, name));
	}

}
