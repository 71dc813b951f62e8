// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The headers that show that a proxy has forwarded a request, whatever they contain.
 */
public final class ProxyHeaders {

	private static final Set<String> NAMES = Set.of("forwarded", "x-real-ip", "via");

	private static final String PREFIX = "x-forwarded-";

	private ProxyHeaders() {
	}

	/**
	 * Looks for one.
	 * @param names names of the headers of a request
	 * @return the first of them that a proxy has added, or {@code null}
	 */
	public static @Nullable String find(Iterable<String> names) {
		for (String name : names) {
			String lower = name.toLowerCase(Locale.ROOT);
			if (NAMES.contains(lower) || lower.startsWith(PREFIX)) {
				return name;
			}
		}
		return null;
	}

}
