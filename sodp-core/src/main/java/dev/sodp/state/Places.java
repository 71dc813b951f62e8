// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds parts of a value. Unlike in the path of an operation, a position in an array has
 * exactly one name: its index without leading zeros.
 */
final class Places {

	private Places() {
	}

	/** Returns the part at a place, or a missing node. */
	static JsonNode find(JsonNode value, List<String> place) {
		JsonNode node = value;
		for (String segment : place) {
			node = child(node, segment);
		}
		return node;
	}

	static JsonNode child(JsonNode node, String segment) {
		JsonNode child = null;
		if (node instanceof ObjectNode object) {
			child = object.get(segment);
		}
		else if (node instanceof ArrayNode array && isPosition(segment)) {
			int index = ArrayIndex.resolve(segment, array.size());
			child = (index != ArrayIndex.NONE) ? array.get(index) : null;
		}
		return (child != null) ? child : MissingNode.getInstance();
	}

	private static boolean isPosition(String segment) {
		return ArrayIndex.isIndex(segment) && !segment.equals(ArrayIndex.END)
				&& (segment.length() == 1 || segment.charAt(0) != '0');
	}

}
