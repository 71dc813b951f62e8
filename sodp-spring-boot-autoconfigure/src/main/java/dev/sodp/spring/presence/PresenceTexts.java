// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringValueResolver;

/**
 * Resolves the attributes of a {@link SodpPresence}. In a path, the values of
 * placeholders and expressions are escaped, so that an application named {@code shop/eu}
 * becomes one member rather than two levels.
 */
final class PresenceTexts {

	private final StringValueResolver resolver;

	PresenceTexts(StringValueResolver resolver) {
		this.resolver = resolver;
	}

	/**
	 * Resolves an attribute.
	 * @throws IllegalArgumentException if it cannot be resolved
	 */
	String text(String written) {
		@Nullable String resolved = this.resolver.resolveStringValue(written);
		// A context without a placeholder configurer leaves unresolvable placeholders as
		// they are.
		if (resolved == null || resolved.contains("${")) {
			throw new IllegalArgumentException("'" + written + "' refers to an undefined property");
		}
		return resolved;
	}

	/**
	 * Resolves a pointer to an object member.
	 * @throws IllegalArgumentException if the result is not such a pointer
	 */
	String path(String written) {
		StringBuilder path = new StringBuilder();
		int at = 0;
		while (at < written.length()) {
			int end = startsExpression(written, at) ? endOfExpression(written, at) : at + 1;
			String part = written.substring(at, end);
			path.append((end - at > 1) ? escape(text(part)) : part);
			at = end;
		}
		String pointer = path.toString();
		if (!pointer.startsWith("/") || pointer.endsWith("/") || pointer.contains("//")) {
			throw new IllegalArgumentException("'" + written + "' resolves to the path '" + pointer
					+ "', which does not point to an object member: every name must be preceded by a slash, and no"
					+ " name may be empty");
		}
		StatePath.check(pointer);
		return pointer;
	}

	private static boolean startsExpression(String text, int at) {
		return text.startsWith("${", at) || text.startsWith("#{", at);
	}

	private static int endOfExpression(String text, int start) {
		int depth = 0;
		for (int i = start; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character == '{') {
				depth++;
			}
			else if (character == '}' && --depth == 0) {
				return i + 1;
			}
		}
		throw new IllegalArgumentException("'" + text + "' is missing a closing brace");
	}

	private static String escape(String segment) {
		return segment.replace("~", "~0").replace("/", "~1");
	}

}
