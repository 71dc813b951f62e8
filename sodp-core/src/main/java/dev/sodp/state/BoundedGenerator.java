// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.TreeBuildingGenerator;

/**
 * A generator that lets a value be nested {@value Values#MAX_DEPTH} levels deep, and
 * refuses {@linkplain Mistakes what cannot be meant}. Beyond the depth it looks for the
 * object that was being written already.
 */
final class BoundedGenerator extends JsonGeneratorDelegate {

	/** The objects behind the containers that are being written, from the root. */
	private final List<@Nullable Object> open = new ArrayList<>();

	private final TreeBuildingGenerator tree;

	BoundedGenerator(TreeBuildingGenerator tree) {
		super(tree, false);
		this.tree = tree;
	}

	private void enter(@Nullable Object value) {
		this.open.add(value);
		if (this.open.size() > Values.MAX_DEPTH) {
			throw tooDeep();
		}
		String mistake = (value != null) ? Mistakes.in(value.getClass()) : null;
		if (mistake != null) {
			List<String> paths = paths();
			throw new InvalidValueException(paths.get(paths.size() - 1), mistake);
		}
	}

	private void leave() {
		this.open.remove(this.open.size() - 1);
	}

	private InvalidValueException tooDeep() {
		List<String> paths = paths();
		IdentityHashMap<Object, String> first = new IdentityHashMap<>();
		for (int i = 0; i < this.open.size(); i++) {
			Object value = this.open.get(i);
			String earlier = (value != null) ? first.putIfAbsent(value, paths.get(i)) : null;
			if (value != null && earlier != null) {
				return new InvalidValueException(paths.get(i), "is the " + value.getClass().getName() + " at '"
						+ (earlier.isEmpty() ? "/" : earlier) + "' again, which contains it; leave the reference out");
			}
		}
		return new InvalidValueException(paths.get(paths.size() - 1),
				"is nested more than " + Values.MAX_DEPTH + " levels deep; write a flatter value");
	}

	/**
	 * Where each of the open containers is, and the one that is not begun any more: each
	 * is the latest of the container around it.
	 */
	private List<String> paths() {
		Deque<TokenStreamContext> contexts = new ArrayDeque<>();
		for (TokenStreamContext at = streamWriteContext(); !at.inRoot(); at = at.getParent()) {
			contexts.push(at);
		}
		JsonPointer path = JsonPointer.empty();
		List<String> paths = new ArrayList<>(List.of(path.toString()));
		JsonNode container = this.tree.treeBuilt();
		for (TokenStreamContext context : contexts) {
			boolean begun = paths.size() < contexts.size();
			if (context.inObject()) {
				path = path.appendProperty(context.currentName());
				container = container.path(context.currentName());
			}
			else {
				int index = begun ? container.size() - 1 : container.size();
				path = path.appendIndex(index);
				container = container.path(index);
			}
			paths.add(path.toString());
		}
		return paths;
	}

	@Override
	public JsonGenerator writeStartArray() {
		enter(null);
		return super.writeStartArray();
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object value) {
		enter(value);
		return super.writeStartArray(value);
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object value, int size) {
		enter(value);
		return super.writeStartArray(value, size);
	}

	@Override
	public JsonGenerator writeEndArray() {
		leave();
		return super.writeEndArray();
	}

	@Override
	public JsonGenerator writeStartObject() {
		enter(null);
		return super.writeStartObject();
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object value) {
		enter(value);
		return super.writeStartObject(value);
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object value, int size) {
		enter(value);
		return super.writeStartObject(value, size);
	}

	@Override
	public JsonGenerator writeEndObject() {
		leave();
		return super.writeEndObject();
	}

}
