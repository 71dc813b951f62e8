// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the first rule that matches. Rules that begin with a literal are looked up by it,
 * so that a key is compared only with those and with the ones that begin with a
 * placeholder.
 *
 * @param <T> what a rule says
 */
final class RuleTable<T> {

	private final Map<String, List<Entry<T>>> byFirstSegment = new HashMap<>();

	private final List<Entry<T>> others = new ArrayList<>();

	private int size;

	void add(KeyPattern pattern, T rule) {
		String first = pattern.firstLiteral();
		List<Entry<T>> place = (first != null) ? this.byFirstSegment.computeIfAbsent(first, (key) -> new ArrayList<>())
				: this.others;
		place.add(new Entry<>(this.size++, pattern, rule));
	}

	@Nullable Found<T> first(String key) {
		int dot = key.indexOf('.');
		String segment = (dot >= 0) ? key.substring(0, dot) : key;
		Found<T> literal = first(key, this.byFirstSegment.getOrDefault(segment, List.of()), Integer.MAX_VALUE);
		Found<T> other = first(key, this.others, (literal != null) ? literal.order() : Integer.MAX_VALUE);
		return (other != null) ? other : literal;
	}

	private static <T> @Nullable Found<T> first(String key, List<Entry<T>> entries, int before) {
		for (Entry<T> entry : entries) {
			if (entry.order() > before) {
				return null;
			}
			KeyPattern.Match match = entry.pattern().match(key);
			if (match != null) {
				return new Found<>(entry.order(), entry.rule(), match.captured());
			}
		}
		return null;
	}

	private record Entry<T>(int order, KeyPattern pattern, T rule) {
	}

	/**
	 * The rule that decides.
	 *
	 * @param <T> what a rule says
	 * @param order its place among all rules
	 * @param rule what it says
	 * @param captured what its pattern captured, or null
	 */
	record Found<T>(int order, T rule, @Nullable String captured) {
	}

}
