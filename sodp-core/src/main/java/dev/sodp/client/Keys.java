package dev.sodp.client;

import dev.sodp.state.Values;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a client asks of a key: other servers accept any text, but it must be one that can
 * be sent (protocol section 4).
 */
final class Keys {

	private Keys() {
	}

	static String check(String key) {
		if (key.isEmpty()) {
			throw new IllegalArgumentException("The key must not be empty");
		}
		return checkText(key, "key");
	}

	/** A key as an argument of a call, which no mapper may write otherwise. */
	static JsonNode node(String key) {
		return StringNode.valueOf(check(key));
	}

	static String checkText(String text, String what) {
		if (!Values.isText(text)) {
			throw new IllegalArgumentException(
					"The " + what + " holds half of a surrogate pair and cannot be sent as UTF-8");
		}
		return text;
	}

}
