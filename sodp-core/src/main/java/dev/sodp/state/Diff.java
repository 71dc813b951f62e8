package dev.sodp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes the delta between two values (protocol section 4): objects member by member,
 * arrays and scalars whole.
 *
 * <p>
 * No published client unescapes paths, so a change below a member whose path would need
 * an escape is told as a replacement of the nearest enclosing value whose path needs
 * none.
 */
@SuppressWarnings("ReferenceEquality") // what is the same instance is skipped unread; the
										// rest goes to Values.equal
public final class Diff {

	private Diff() {
	}

	/**
	 * The operations that turn one value into the other.
	 * @param before the value before
	 * @param after the value after, immutable
	 * @return the operations, none if the values are the same; for anything but two
	 * objects one UPDATE of the root (a first write is the caller's business)
	 */
	public static List<DeltaOp> between(JsonNode before, JsonNode after) {
		return between(before, after, StatePath.ROOT);
	}

	/**
	 * The operations for a part of a value, so that a change below it costs nothing for
	 * what lies beside it.
	 * @param before the part before, a missing node if there was none
	 * @param after the part after, immutable; a missing node if it is gone
	 * @param at where the part stands; must be {@link StatePath#plain() plain}
	 * @return the operations, none if the parts are the same
	 * @throws IllegalArgumentException if {@code at} is not plain: then only the part at
	 * {@code at.plain()} can be told
	 */
	public static List<DeltaOp> between(JsonNode before, JsonNode after, StatePath at) {
		if (!at.plain().equals(at)) {
			throw new IllegalArgumentException("Changes below " + at + " can only be told as changes of " + at.plain());
		}
		List<DeltaOp> ops = new ArrayList<>();
		if (before.isMissingNode() && !after.isMissingNode()) {
			ops.add(DeltaOp.add(at.toString(), after));
		}
		else if (after.isMissingNode() && !before.isMissingNode()) {
			ops.add(DeltaOp.remove(at.toString()));
		}
		else {
			new Walk(ops).compare(before, after, at.isRoot() ? "" : at.toString());
		}
		return ops;
	}

	/**
	 * One comparison, collecting operations on its way down.
	 */
	private record Walk(List<DeltaOp> ops) {

		/** {@code path} is the pointer of the values, empty for the root. */
		void compare(JsonNode before, JsonNode after, String path) {
			if (before == after) {
				return;
			}
			if (before instanceof ObjectNode old && after instanceof ObjectNode fresh) {
				int mark = this.ops.size();
				if (!compareMembers(old, fresh, path)) {
					this.ops.subList(mark, this.ops.size()).clear();
					replace(path, after);
				}
			}
			else if (!Values.equal(before, after)) {
				replace(path, after);
			}
		}

		/** False if a changed member has no plain path. */
		private boolean compareMembers(ObjectNode before, ObjectNode after, String path) {
			for (Map.Entry<String, JsonNode> member : before.properties()) {
				JsonNode fresh = after.get(member.getKey());
				if (fresh == member.getValue()) {
					continue;
				}
				if (!StatePath.isPlain(member.getKey(), path.isEmpty())) {
					if (fresh == null || !Values.equal(member.getValue(), fresh)) {
						return false;
					}
				}
				else if (fresh == null) {
					this.ops.add(DeltaOp.remove(path + "/" + member.getKey()));
				}
				else {
					compare(member.getValue(), fresh, path + "/" + member.getKey());
				}
			}
			return addMembers(before, after, path);
		}

		private boolean addMembers(ObjectNode before, ObjectNode after, String path) {
			for (Map.Entry<String, JsonNode> member : after.properties()) {
				if (before.get(member.getKey()) == null) {
					if (!StatePath.isPlain(member.getKey(), path.isEmpty())) {
						return false;
					}
					this.ops.add(DeltaOp.add(path + "/" + member.getKey(), member.getValue()));
				}
			}
			return true;
		}

		private void replace(String path, JsonNode value) {
			this.ops.add(DeltaOp.update(path.isEmpty() ? "/" : path, value));
		}

	}

}
