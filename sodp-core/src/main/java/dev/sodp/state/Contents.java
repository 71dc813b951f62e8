// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/**
 * Sums up what an {@link ImmutableContainer} has to know about its children, in one pass
 * over them.
 */
final class Contents {

	private int depth = 1;

	private boolean finite = true;

	private long heapWords;

	static Contents of(JsonNode[] children) {
		Contents contents = new Contents();
		for (JsonNode child : children) {
			contents.add(child);
		}
		return contents;
	}

	static Contents of(Iterable<JsonNode> children) {
		Contents contents = new Contents();
		for (JsonNode child : children) {
			contents.add(child);
		}
		return contents;
	}

	static Contents of(JsonNode child) {
		Contents contents = new Contents();
		contents.add(child);
		return contents;
	}

	/** In the order of how often each kind occurs. */
	private void add(JsonNode child) {
		if (child instanceof StringNode text) {
			this.heapWords += HeapSize.ofText(text.stringValue());
		}
		else if (child instanceof IntNode number) {
			this.heapWords += HeapSize.ofNumber(number.intValue());
		}
		else if (child instanceof ImmutableObject object) {
			addContainer(object);
		}
		else if (child instanceof DoubleNode number) {
			this.finite &= Double.isFinite(number.doubleValue());
			this.heapWords += HeapSize.OTHER_NUMBER;
		}
		else if (child instanceof ImmutableArray array) {
			addContainer(array);
		}
		else if (child.isContainer()) {
			throw notImmutable();
		}
		else {
			this.heapWords += HeapSize.ofScalar(child);
		}
	}

	private void addContainer(ImmutableContainer container) {
		this.depth = Math.max(this.depth, 1 + container.depthBound());
		this.finite &= container.finite();
		this.heapWords += container.heapWords();
	}

	static IllegalArgumentException notImmutable() {
		return new IllegalArgumentException(
				"An immutable container can only hold immutable ones; use Values.immutable(…) first");
	}

	/** Depth of a container around these children. */
	int depth() {
		return this.depth;
	}

	boolean finite() {
		return this.finite;
	}

	int heapWords() {
		return HeapSize.bounded(this.heapWords);
	}

}
