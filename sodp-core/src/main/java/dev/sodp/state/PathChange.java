// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.JsonNode;

/**
 * What became different at one place of a {@link PathPattern}.
 *
 * @param path the place
 * @param variables what the named segments of the pattern stand for here, unescaped
 * @param before the part before, a missing node if there was none
 * @param after the part after, a missing node if it is gone
 */
public record PathChange(StatePath path, Map<String, String> variables, JsonNode before, JsonNode after) {

	public PathChange {
		Objects.requireNonNull(path, "path must not be null");
		variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
		Objects.requireNonNull(before, "before must not be null");
		Objects.requireNonNull(after, "after must not be null");
	}

}
