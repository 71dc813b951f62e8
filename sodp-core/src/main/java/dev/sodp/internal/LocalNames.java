// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The names under which a client on this machine reaches the server. Any other may be one
 * that an attacker has made to resolve to this machine, so that a browser takes the
 * attacker's page and this server for the same origin.
 */
public final class LocalNames {

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

	private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\\w.]+)?");

	private static final Pattern PORT = Pattern.compile(":\\d*$");

	private final Set<String> allowed;

	/**
	 * Creates it.
	 * @param allowed further names
	 */
	public LocalNames(Collection<String> allowed) {
		this.allowed = allowed.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Checks a {@code Host} header.
	 * @param header its value: a name or address, with or without a port
	 * @return whether it names this machine or is allowed
	 */
	public boolean contains(@Nullable String header) {
		if (header == null) {
			return false;
		}
		String host = PORT.matcher(header.strip()).replaceFirst("").toLowerCase(Locale.ROOT);
		if (host.equals("localhost") || this.allowed.contains(host)) {
			return true;
		}
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		return (bracketed || V4.matcher(host).matches()) && isLoopback(host);
	}

	/**
	 * Checks an address. Never asks a name server.
	 * @param address an address, in brackets or not, or any other text
	 * @return whether it is a loopback address
	 */
	public static boolean isLoopback(@Nullable String address) {
		if (address == null) {
			return false;
		}
		String bare = (address.startsWith("[") && address.endsWith("]")) ? address.substring(1, address.length() - 1)
				: address;
		if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
			return false;
		}
		try {
			return InetAddress.getByName(bare).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
