// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.JsonNode;

/**
 * A change at one place of a {@link PathPattern}.
 *
 * @param path path of the place
 * @param variables what the named segments of the pattern match here, unescaped, by name
 * @param before the part before, a missing node if there was none
 * @param after the part after, a missing node if it was removed
 */
public record PathChange(StatePath path, Map<String, String> variables, JsonNode before, JsonNode after) {

	/**
	 * Creates a change with a copy of the variables.
	 * @param path path of the place
	 * @param variables what the named segments of the pattern match here, unescaped, by
	 * name
	 * @param before the part before, a missing node if there was none
	 * @param after the part after, a missing node if it was removed
	 */
	public PathChange {
		Objects.requireNonNull(path, "path must not be null");
		variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
		Objects.requireNonNull(before, "before must not be null");
		Objects.requireNonNull(after, "after must not be null");
	}

}
