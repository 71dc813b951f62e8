// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names in a map of properties. An environment variable has neither dashes nor lower
 * case, so that {@code SODP_HEADERS_XAPIKEY} sets the header {@code X-Api-Key} of a file
 * but also appears as a header of its own. Boot treats the names as one property, with
 * one value.
 */
public final class Spellings {

	/** The environment shows dashes as dots, or not at all. */
	private static final Comparator<String> BEST_FIRST = Comparator.<String, Boolean>comparing((name) -> has(name, '.'))
		.thenComparing((name) -> !has(name, '-'))
		.thenComparing((name) -> name.equals(name.toLowerCase(Locale.ROOT)));

	private Spellings() {
	}

	/**
	 * Returns whether two names belong to the same property.
	 * @param name a name
	 * @param other another name
	 * @return true if they differ in case and punctuation only
	 */
	public static boolean areOne(String name, String other) {
		return uniform(name).equals(uniform(other));
	}

	/**
	 * Returns a map with only the best spelling of each name: the one that only a file or
	 * the command line can contain, if there is one.
	 * @param <V> type of the values
	 * @param map values by name, perhaps with several spellings of one name
	 * @return a new map, in the order of the first spellings
	 */
	public static <V> Map<String, V> unite(Map<String, V> map) {
		Map<String, String> best = new LinkedHashMap<>();
		map.keySet()
			.forEach((name) -> best.merge(uniform(name), name,
					(first, second) -> (BEST_FIRST.compare(first, second) <= 0) ? first : second));
		Map<String, V> united = new LinkedHashMap<>();
		best.values().forEach((name) -> united.put(name, map.get(name)));
		return united;
	}

	/** As {@code ConfigurationPropertyName} compares names. */
	private static String uniform(String name) {
		StringBuilder uniform = new StringBuilder();
		name.toLowerCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(uniform::appendCodePoint);
		return uniform.toString();
	}

	private static boolean has(String name, char character) {
		return name.indexOf(character) >= 0;
	}

}
