// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Arrays;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Turns a tree into an immutable one in canonical form. Keeps track of the path so that
 * an error message can contain it.
 */
final class Freezer {

	private static final Object[] NOWHERE = {};

	private static final int SHALLOW = 8;

	private final boolean nonFiniteAllowed;

	/** Names (String) and indexes (Integer) from the root to the current node. */
	private Object[] trail = NOWHERE;

	private int depth;

	Freezer(boolean nonFiniteAllowed) {
		this.nonFiniteAllowed = nonFiniteAllowed;
	}

	JsonNode freeze(JsonNode node) {
		return switch (node.getNodeType()) {
			case NULL, BOOLEAN -> node;
			case STRING -> string(node);
			case NUMBER -> number(node);
			case OBJECT -> object((ObjectNode) node);
			case ARRAY -> array(node);
			case BINARY -> throw refusal(
					"is binary data, which SODP does not support; write a String instead of a byte[], for example"
							+ " Base64.getEncoder().encodeToString(bytes)");
			case POJO -> throw refusal("is " + describe((POJONode) node)
					+ ", not JSON; convert it with the JSON mapper first (valueToTree)");
			case MISSING -> throw refusal("is missing; write null instead");
		};
	}

	private static String describe(POJONode node) {
		Object pojo = node.getPojo();
		return (pojo == null) ? "an empty Java object node" : "a Java object (" + pojo.getClass().getName() + ")";
	}

	private JsonNode string(JsonNode node) {
		if (!Text.isWellFormed(node.stringValue())) {
			throw refusal("contains an unpaired surrogate, which UTF-8 cannot carry; remove or replace it");
		}
		return node;
	}

	private JsonNode number(JsonNode node) {
		String problem = Numbers.problem(node, this.nonFiniteAllowed);
		if (problem != null) {
			throw refusal(problem);
		}
		return Numbers.canonical(node);
	}

	private JsonNode object(ObjectNode object) {
		enter();
		JsonNode result = (object instanceof ImmutableObject immutable) ? checkedObject(immutable)
				: copiedObject(object);
		this.depth--;
		return result;
	}

	private JsonNode copiedObject(ObjectNode object) {
		String[] names = new String[object.size()];
		JsonNode[] values = new JsonNode[names.length];
		int count = 0;
		for (Map.Entry<String, JsonNode> member : object.properties()) {
			this.trail[this.depth - 1] = member.getKey();
			if (!Text.isWellFormed(member.getKey())) {
				throw refusal("has a name with an unpaired surrogate, which UTF-8 cannot carry; rename it");
			}
			names[count] = member.getKey();
			values[count++] = freeze(member.getValue());
		}
		return ImmutableNodes.object(names, values);
	}

	private JsonNode checkedObject(ImmutableObject object) {
		if (!isKnownToBeFine(object)) {
			for (Map.Entry<String, JsonNode> member : object.properties()) {
				this.trail[this.depth - 1] = member.getKey();
				freeze(member.getValue());
			}
		}
		return object;
	}

	private JsonNode array(JsonNode array) {
		enter();
		JsonNode result;
		if (array instanceof ImmutableArray immutable) {
			if (!isKnownToBeFine(immutable)) {
				frozenElements(array);
			}
			result = array;
		}
		else {
			result = ImmutableNodes.array(frozenElements(array));
		}
		this.depth--;
		return result;
	}

	private JsonNode[] frozenElements(JsonNode array) {
		JsonNode[] elements = new JsonNode[array.size()];
		int count = 0;
		for (JsonNode element : array) {
			this.trail[this.depth - 1] = count;
			elements[count++] = freeze(element);
		}
		return elements;
	}

	private boolean isKnownToBeFine(ImmutableContainer container) {
		return this.depth - 1 + container.depthBound() <= Values.MAX_DEPTH
				&& (this.nonFiniteAllowed || container.finite());
	}

	private void enter() {
		if (this.depth == Values.MAX_DEPTH) {
			throw refusal("is nested more than " + Values.MAX_DEPTH + " levels deep; write a flatter value");
		}
		if (this.depth == this.trail.length) {
			this.trail = Arrays.copyOf(this.trail, Math.max(SHALLOW, this.trail.length * 2));
		}
		this.depth++;
	}

	private InvalidValueException refusal(String reason) {
		StringBuilder pointer = new StringBuilder();
		for (int i = 0; i < this.depth; i++) {
			pointer.append('/').append(StatePath.escape(this.trail[i].toString()));
		}
		return new InvalidValueException(pointer.toString(), reason);
	}

}
