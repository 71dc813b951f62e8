// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Values for tests.
 */
final class Json {

	private Json() {
	}

	static JsonNode number(int number) {
		return IntNode.valueOf(number);
	}

	static JsonNode text(int length) {
		return StringNode.valueOf("x".repeat(length));
	}

	static JsonNode text(int length, String start) {
		return StringNode.valueOf(start + "x".repeat(length - start.length()));
	}

	/** An object with so many members, one of which has another value. */
	static ObjectNode object(int members, int changed, int value) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < members; i++) {
			object.put("member" + i, (i == changed) ? value : 0);
		}
		return object;
	}

}
