// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringValueResolver;

/**
 * Resolves the texts of a {@link SodpPresence}. In a path, what placeholders and
 * expressions stand for is escaped, so that an application named {@code shop/eu} gets one
 * member and not two levels.
 */
final class PresenceTexts {

	private final StringValueResolver resolver;

	PresenceTexts(StringValueResolver resolver) {
		this.resolver = resolver;
	}

	/**
	 * Resolves a text.
	 * @throws IllegalArgumentException if it stands for nothing
	 */
	String text(String written) {
		@Nullable String resolved = this.resolver.resolveStringValue(written);
		// A context without a placeholder configurer leaves unknown ones as they are.
		if (resolved == null || resolved.contains("${")) {
			throw new IllegalArgumentException("'" + written + "' names an unknown property");
		}
		return resolved;
	}

	/**
	 * Resolves a pointer to an object member.
	 * @throws IllegalArgumentException if it is none
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
			throw new IllegalArgumentException("'" + written + "' gives the path '" + pointer
					+ "', which does not lead to an object member: a slash must stand in front of every name, and no"
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
		throw new IllegalArgumentException("'" + text + "' lacks a closing brace");
	}

	private static String escape(String segment) {
		return segment.replace("~", "~0").replace("/", "~1");
	}

}
