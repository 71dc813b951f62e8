// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A set in insertion order for each of many keys: most hold one element, for which a hash
 * table would take more memory than everything else about a key, and a few hold
 * thousands, which must be found quickly.
 *
 * @param <E> type of the elements
 */
final class SmallSet<E> extends AbstractSet<E> {

	/** Immutable up to one element, a hash table from the second one on. */
	private Set<E> elements = Set.of();

	private boolean hashed;

	@Override
	public boolean add(E element) {
		if (!this.hashed && this.elements.isEmpty()) {
			this.elements = Set.of(element);
			return true;
		}
		if (this.elements.contains(element)) {
			return false;
		}
		if (!this.hashed) {
			this.elements = new LinkedHashSet<>(this.elements);
			this.hashed = true;
		}
		return this.elements.add(element);
	}

	@Override
	public boolean remove(Object element) {
		if (this.hashed) {
			return this.elements.remove(element);
		}
		if (!this.elements.contains(element)) {
			return false;
		}
		this.elements = Set.of();
		return true;
	}

	@Override
	public void clear() {
		this.elements = Set.of();
		this.hashed = false;
	}

	@Override
	public boolean contains(Object element) {
		return this.elements.contains(element);
	}

	@Override
	public Iterator<E> iterator() {
		return this.elements.iterator();
	}

	@Override
	public int size() {
		return this.elements.size();
	}

}
