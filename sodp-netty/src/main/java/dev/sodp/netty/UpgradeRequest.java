// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request with which a client asks for a WebSocket. Immutable.
 */
public final class UpgradeRequest {

	private final HttpRequest request;

	private final InetSocketAddress remoteAddress;

	private final boolean secure;

	UpgradeRequest(HttpRequest request, InetSocketAddress remoteAddress, boolean secure) {
		this.request = request;
		this.remoteAddress = remoteAddress;
		this.secure = secure;
	}

	/**
	 * Returns the path as it was sent, with the query if there is one.
	 * @return such as {@code /sodp?tenant=a}
	 */
	public String uri() {
		return this.request.uri();
	}

	/** The path alone. */
	String path() {
		String uri = uri();
		int query = uri.indexOf('?');
		return (query < 0) ? uri : uri.substring(0, query);
	}

	/**
	 * Returns the value of a header.
	 * @param name its name, in any case
	 * @return the first value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		return this.request.headers().get(Objects.requireNonNull(name, "name must not be null"));
	}

	/**
	 * Returns all values of a header.
	 * @param name its name, in any case
	 * @return the values, in the order they were sent in
	 */
	public List<String> headers(String name) {
		return List.copyOf(this.request.headers().getAll(Objects.requireNonNull(name, "name must not be null")));
	}

	Iterable<String> headerNames() {
		return this.request.headers().names();
	}

	/**
	 * Returns what the client says to be known by, such as {@code Bearer …}.
	 * @return the header {@code Authorization}, or {@code null}
	 */
	public @Nullable String authorization() {
		return header(HttpHeaderNames.AUTHORIZATION.toString());
	}

	/**
	 * Returns the address of the client, or of the proxy it came through.
	 * @return the other end of the socket
	 */
	public InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * Returns whether the connection is encrypted up to this server.
	 * @return whether it is
	 */
	public boolean isSecure() {
		return this.secure;
	}

	HttpRequest http() {
		return this.request;
	}

	@Override
	public String toString() {
		return "upgrade of " + this.remoteAddress;
	}

}
