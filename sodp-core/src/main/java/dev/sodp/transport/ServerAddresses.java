// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Which address of a server's host name the next attempt goes to.
 *
 * <p>
 * The JDK's HTTP client looks the name up on each attempt and connects to the first
 * address; it has no hook for another choice. An attempt can only go elsewhere if its URI
 * has a literal address, and then the Host header must be set, which the JDK allows to
 * those who start it with {@code -Djdk.httpclient.allowRestrictedHeaders=host}. Without
 * that flag a failure names the addresses that were not tried.
 */
final class ServerAddresses {

	private static final String FLAG = "-Djdk.httpclient.allowRestrictedHeaders=host";

	private final boolean hostHeaderAllowed;

	/** Attempts that did not get as far as an answer. */
	private final AtomicInteger failures = new AtomicInteger();

	ServerAddresses() {
		this(isHostHeaderAllowed());
	}

	ServerAddresses(boolean hostHeaderAllowed) {
		this.hostHeaderAllowed = hostHeaderAllowed;
	}

	private static boolean isHostHeaderAllowed() {
		try {
			HttpRequest.newBuilder().header("Host", "localhost");
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Chooses an address. May block while the name is looked up; the JDK's HTTP client
	 * would do the same.
	 * @param proxy selects a proxy, which looks the name up itself, or {@code null} for
	 * the JVM's default
	 */
	Target next(URI uri, @Nullable ProxySelector proxy) {
		List<String> addresses = lookUp(uri, (proxy != null) ? proxy : ProxySelector.getDefault());
		if (addresses.size() < 2) {
			return new Target(this, uri, null, "");
		}
		if (!this.hostHeaderAllowed) {
			return new Target(this, uri, null,
					" (" + addresses.get(0) + "; the JDK's HTTP client does not try the other addresses of "
							+ uri.getHost() + ", " + String.join(", ", addresses.subList(1, addresses.size()))
							+ ", unless the JVM is started with " + FLAG + ")");
		}
		String address = addresses.get(Math.floorMod(this.failures.get(), addresses.size()));
		return new Target(this, at(uri, address), uri.getHost() + port(uri), " (" + address + ", one of "
				+ addresses.size() + " addresses of " + uri.getHost() + "; the next attempt goes to another one)");
	}

	private static URI at(URI uri, String address) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		return URI.create(uri.getScheme() + "://" + address + port(uri) + path + query);
	}

	private static String port(URI uri) {
		return (uri.getPort() >= 0) ? ":" + uri.getPort() : "";
	}

	private static List<String> lookUp(URI uri, @Nullable ProxySelector selector) {
		String host = uri.getHost();
		if (host == null || usesProxy(uri, selector)) {
			return List.of();
		}
		try {
			List<String> addresses = new ArrayList<>();
			for (InetAddress address : InetAddress.getAllByName(host)) {
				addresses.add(literal(address));
			}
			return addresses;
		}
		catch (UnknownHostException ex) {
			return List.of();
		}
	}

	private static boolean usesProxy(URI uri, @Nullable ProxySelector selector) {
		if (selector == null) {
			return false;
		}
		// The scheme that the JDK asks with: http for ws, https for wss.
		URI asked = URI.create("http" + uri.toString().substring("ws".length()));
		return selector.select(asked).stream().anyMatch((proxy) -> proxy.type() != Proxy.Type.DIRECT);
	}

	private static String literal(InetAddress address) {
		String text = address.getHostAddress();
		int zone = text.indexOf('%');
		return (address instanceof Inet6Address) ? "[" + ((zone < 0) ? text : text.substring(0, zone)) + "]" : text;
	}

	/**
	 * Where an attempt goes.
	 *
	 * @param addresses where it was chosen
	 * @param uri the server, with a literal address if that was chosen
	 * @param host the Host header, or {@code null} if the URI tells
	 * @param details what a failure should say
	 */
	record Target(ServerAddresses addresses, URI uri, @Nullable String host, String details) {

		/** It did not lead to any answer. */
		void failed() {
			this.addresses.failures.incrementAndGet();
		}

		/** The name to present in the TLS handshake instead of the literal address. */
		@Nullable String serverName() {
			if (this.host == null || !this.uri.getScheme().equalsIgnoreCase("wss")) {
				return null;
			}
			int colon = this.host.indexOf(':');
			return (colon < 0) ? this.host : this.host.substring(0, colon);
		}

	}

}
