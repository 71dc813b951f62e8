// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Arrays;

import tools.jackson.databind.node.ObjectNode;

/**
 * The names that the members of objects of one shape have, in order, so that many such
 * objects need to hold them only once. Immutable.
 */
public final class MemberNames {

	/** No names. */
	public static final MemberNames NONE = new MemberNames(new String[0]);

	private final String[] names;

	private MemberNames(String[] names) {
		this.names = names;
	}

	/**
	 * The names of an object.
	 * @param object an immutable object
	 * @return its names; {@link #NONE} if it is too wide to share them
	 */
	public static MemberNames of(ObjectNode object) {
		return (object instanceof ImmutableObject immutable && immutable.members() instanceof FlatMap flat)
				? new MemberNames(flat.names()) : NONE;
	}

	/**
	 * How many there are.
	 * @return the size of each object with these names
	 */
	public int size() {
		return this.names.length;
	}

	/**
	 * One of the names.
	 * @param index its place, less than the size
	 * @return the name
	 */
	public String get(int index) {
		return this.names[index];
	}

	/**
	 * The first names, with room for others.
	 * @param count how many
	 * @return a fresh array of the same size, in which the rest is still to be set
	 */
	public String[] first(int count) {
		return Arrays.copyOf(Arrays.copyOf(this.names, count), this.names.length);
	}

	String[] names() {
		return this.names;
	}

}
