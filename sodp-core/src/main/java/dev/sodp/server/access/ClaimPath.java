// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds a claim: first by the whole path as its name, as names may contain dots, then
 * step by step.
 */
public final class ClaimPath {

	private static final Pattern DOT = Pattern.compile("\\.");

	private final String path;

	private final String[] steps;

	/**
	 * Creates a path.
	 * @param path the name of a claim, or names with dots in between
	 */
	public ClaimPath(String path) {
		this.path = path;
		this.steps = DOT.split(path, -1);
	}

	/** Returns whether the claim equals a text or is a list that contains it. */
	boolean leadsTo(String text, Map<String, Object> claims) {
		Object claim = find(claims);
		if (claim instanceof Collection<?> list) {
			return list.stream().anyMatch(text::equals);
		}
		if (claim instanceof Object[] list) {
			return Arrays.asList(list).contains(text);
		}
		return text.equals(claim);
	}

	/**
	 * Finds the claim.
	 * @param claims all claims
	 * @return its value, or {@code null} if there is none
	 */
	public @Nullable Object find(Map<String, Object> claims) {
		Object direct = claims.get(this.path);
		if (direct != null || this.steps.length == 1) {
			return direct;
		}
		Object current = claims;
		for (String step : this.steps) {
			if (!(current instanceof Map<?, ?> members)) {
				return null;
			}
			current = members.get(step);
		}
		return current;
	}

}
