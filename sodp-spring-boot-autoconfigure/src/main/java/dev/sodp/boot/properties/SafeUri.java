// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Makes addresses safe to show: removes user info and query, which may contain tokens.
 */
public final class SafeUri {

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s]*@");

	private static final Pattern QUERY = Pattern.compile("(\\w://[^?\\s]*)\\?[^\\s'\"]*");

	private SafeUri() {
	}

	static boolean hasUserInfo(String url) {
		return USER_INFO.matcher(url).find();
	}

	/**
	 * Returns an address without user information and query, which may be secret.
	 * @param uri the address
	 * @return a text for logs and operators
	 */
	public static String of(URI uri) {
		return in(uri.toString());
	}

	/**
	 * Returns a text with every address in it made safe.
	 * @param text any text
	 * @return the text without user information and queries of addresses
	 */
	public static String in(String text) {
		return QUERY.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("$1");
	}

}
