// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sites whose pages may open a WebSocket beside the server's own: origins, patterns
 * such as {@code https://*.example.org} or {@code https://example.org:[8080,8081]}, or
 * {@code *} for all.
 *
 * <p>
 * A browser adds cookies and passwords that it remembers to the requests of any page. An
 * upgrade with such credentials must not come from just any site, so entries that name no
 * site, such as {@code *}, do not count for it.
 */
public final class AllowedOrigins {

	private static final String ANY = "*";

	/** A pattern ends with a list of ports, or with any port. */
	private static final Pattern WITH_PORTS = Pattern.compile("(.*):\\[(\\*|\\d+(?:,\\d+)*)]");

	private static final Pattern SCHEME_OR_PORT = Pattern.compile("^[^:/]*://|(:[^:\\]]*|:\\[[^\\]]*])?/?$");

	private final List<Pattern> all = new ArrayList<>();

	/** For upgrades with credentials. */
	private final List<Pattern> named = new ArrayList<>();

	/**
	 * Creates it.
	 * @param origins origins and patterns; those without a pattern in any case
	 */
	public AllowedOrigins(Collection<String> origins) {
		for (String origin : origins) {
			Pattern pattern = pattern(origin);
			this.all.add(pattern);
			if (namesSite(origin)) {
				this.named.add(pattern);
			}
		}
	}

	/**
	 * Decides about an upgrade.
	 * @param origin what its {@code Origin} says
	 * @param credentials whether it carries what a browser may have added by itself
	 * @return whether pages of that origin may send it
	 */
	public boolean contains(String origin, boolean credentials) {
		String checked = withoutSlash(origin);
		return !checked.isBlank() && (credentials ? this.named : this.all).stream()
			.anyMatch((pattern) -> pattern.matcher(checked).matches());
	}

	private static Pattern pattern(String origin) {
		if (origin.equals(ANY)) {
			return Pattern.compile(".*");
		}
		if (!origin.contains(ANY)) {
			return Pattern.compile(Pattern.quote(withoutSlash(origin)),
					Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
		}
		Matcher withPorts = WITH_PORTS.matcher(origin);
		if (!withPorts.matches()) {
			return Pattern.compile(wildcards(withoutSlash(origin)));
		}
		String ports = withPorts.group(2);
		return Pattern.compile(wildcards(withPorts.group(1))
				+ (ports.equals(ANY) ? "(:\\d+)?" : ":(" + ports.replace(',', '|') + ")"));
	}

	private static String wildcards(String text) {
		return Arrays.stream(text.split("\\*", -1))
			.map((literal) -> literal.isEmpty() ? "" : Pattern.quote(literal))
			.reduce((before, after) -> before + ".*" + after)
			.orElse("");
	}

	private static String withoutSlash(String origin) {
		return origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
	}

	/**
	 * Whether the host, or at least two labels of it, are given in full: one of them
	 * would be a top-level domain.
	 */
	private static boolean namesSite(String origin) {
		String host = SCHEME_OR_PORT.matcher(origin).replaceAll("");
		return !host.contains(ANY) || Arrays.stream(host.split("\\."))
			.filter((label) -> !label.isEmpty() && !label.contains(ANY))
			.count() > 1;
	}

	/**
	 * Whether an origin is that of the server itself.
	 * @param origin what the {@code Origin} of a request says
	 * @param scheme of the request, in lower case: {@code http} or {@code https}
	 * @param host what its {@code Host} says
	 * @return whether both name the same scheme, host and port
	 */
	public static boolean isOwn(String origin, String scheme, String host) {
		return withoutUsualPort(origin).equals(withoutUsualPort(scheme + "://" + host));
	}

	private static String withoutUsualPort(String origin) {
		String lower = withoutSlash(origin).toLowerCase(Locale.ROOT);
		String usual = lower.startsWith("https:") ? ":443" : ":80";
		return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
	}

}
