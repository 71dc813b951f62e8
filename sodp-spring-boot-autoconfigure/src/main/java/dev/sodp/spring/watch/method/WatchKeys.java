// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Resolves placeholders and expressions in the keys of an annotation.
 */
final class WatchKeys {

	private final WatchTexts texts;

	WatchKeys(WatchTexts texts) {
		this.texts = texts;
	}

	/**
	 * Returns the keys in the order in which they were specified.
	 * @throws IllegalArgumentException if a text does not resolve to a key; the message
	 * says which
	 */
	List<String> resolve(String[] texts) {
		Set<String> keys = new LinkedHashSet<>();
		for (String text : texts) {
			add(text, this.texts.evaluate(text), keys);
		}
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("no key is specified");
		}
		return new ArrayList<>(keys);
	}

	private static void add(String text, @Nullable Object value, Set<String> keys) {
		if (value instanceof String key && !key.isEmpty()) {
			keys.add(key);
		}
		else if (value instanceof Object[] elements) {
			for (Object element : elements) {
				add(text, element, keys);
			}
		}
		else if (value instanceof Iterable<?> elements) {
			for (Object element : elements) {
				add(text, element, keys);
			}
		}
		else {
			throw new IllegalArgumentException(
					"'" + text + "' evaluates to " + WatchTexts.describe(value) + " instead of a key");
		}
	}

}
