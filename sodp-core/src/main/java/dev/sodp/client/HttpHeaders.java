// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks which HTTP headers an upgrade request may carry. The HTTP client would otherwise
 * refuse them on every connection attempt and quote their values, which are usually
 * secrets.
 */
final class HttpHeaders {

	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

	private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

	private HttpHeaders() {
	}

	/**
	 * Adds a header to those that there are, after a check.
	 * @return unmodifiable
	 * @throws IllegalArgumentException if it cannot be sent; the message does not hold
	 * its value
	 */
	static Map<String, List<String>> with(Map<String, List<String>> headers, String name, String value) {
		check(name, value);
		Map<String, List<String>> all = new LinkedHashMap<>(headers);
		all.merge(name, List.of(value), (first, second) -> Stream.concat(first.stream(), second.stream()).toList());
		return Collections.unmodifiableMap(all);
	}

	/**
	 * Checks a header.
	 * @throws IllegalArgumentException if it cannot be sent; the message does not contain
	 * its value
	 */
	static void check(String name, String value) {
		String lower = name.toLowerCase(Locale.ROOT);
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("'" + name + "' is not the name of an HTTP header");
		}
		if (RESERVED.contains(lower) || lower.startsWith("sec-websocket-")) {
			throw new IllegalArgumentException("the HTTP header '" + name + "' is written by the client itself");
		}
		if (!VALUE.matcher(value).matches()) {
			throw new IllegalArgumentException("the value of the HTTP header '" + name
					+ "' contains a line break or another character that a header cannot have");
		}
	}

}
