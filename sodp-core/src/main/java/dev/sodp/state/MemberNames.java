// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Arrays;

import tools.jackson.databind.node.ObjectNode;

/**
 * The member names of objects of the same shape, in order, so that many such objects hold
 * them only once. Immutable.
 */
public final class MemberNames {

	/** No names. */
	public static final MemberNames NONE = new MemberNames(new String[0]);

	private final String[] names;

	private final int heapWords;

	private MemberNames(String[] names) {
		this.names = names;
		this.heapWords = HeapSize.ofNames(names);
	}

	/**
	 * Returns the names of an object.
	 * @param object an immutable object
	 * @return its names; {@link #NONE} if it is too wide to share them
	 */
	public static MemberNames of(ObjectNode object) {
		return (object instanceof ImmutableObject immutable && immutable.members() instanceof FlatMap flat)
				? new MemberNames(flat.names()) : NONE;
	}

	/**
	 * Returns the number of names.
	 * @return the size of each object with these names
	 */
	public int size() {
		return this.names.length;
	}

	/**
	 * Returns one of the names.
	 * @param index position of the name, less than the size
	 * @return the name
	 */
	public String get(int index) {
		return this.names[index];
	}

	/**
	 * Returns the first names, followed by room for others.
	 * @param count number of names
	 * @return a new array of the same size, in which the rest is yet to be set
	 */
	public String[] first(int count) {
		return Arrays.copyOf(Arrays.copyOf(this.names, count), this.names.length);
	}

	int heapWords() {
		return this.heapWords;
	}

	String[] names() {
		return this.names;
	}

}
