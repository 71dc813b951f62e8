// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.Collections;

import dev.sodp.internal.LocalNames;
import dev.sodp.internal.ProxyHeaders;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was received, before anything believed and removed the headers in which
 * proxies say for whom they ask.
 *
 * <p>
 * Filters replace a request by a wrapper, so the innermost one still has every header.
 * Tomcat's {@code RemoteIpValve} changes the request itself and comes before all filters,
 * so {@link ForwardedHeadersValve} notes before it what was there.
 */
final class ReceivedRequest {

	/** Name of the header that was found, or an empty text. */
	private static final String FORWARDED = ReceivedRequest.class.getName() + ".FORWARDED";

	private static final String PEER = ReceivedRequest.class.getName() + ".PEER";

	/** Set by a {@code RemoteIpValve} that has seen the request. */
	private static final String CHANGED_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

	private final HttpServletRequest outer;

	private final HttpServletRequest inner;

	ReceivedRequest(HttpServletRequest request) {
		this.outer = request;
		this.inner = innermost(request);
	}

	private static HttpServletRequest innermost(HttpServletRequest request) {
		HttpServletRequest innermost = request;
		ServletRequest next = request;
		while (next instanceof ServletRequestWrapper wrapper) {
			next = wrapper.getRequest();
			if (next instanceof HttpServletRequest http) {
				innermost = http;
			}
		}
		return innermost;
	}

	/** Notes what a valve that follows may change. */
	static void note(HttpServletRequest request) {
		String header = headerOfProxy(request);
		request.setAttribute(FORWARDED, (header != null) ? header : "");
		request.setAttribute(PEER, request.getRemoteAddr());
	}

	/**
	 * Returns what shows that a proxy has forwarded the request.
	 * @return name of a header, or {@code null} if it came directly
	 */
	@Nullable String forwardedBy() {
		String header = headerOfProxy(this.inner);
		if (header == null) {
			header = headerOfProxy(this.outer);
		}
		if (header == null && this.inner.getAttribute(FORWARDED) instanceof String noted) {
			return noted.isEmpty() ? null : noted;
		}
		if (header == null && this.inner.getAttribute(CHANGED_BY_TOMCAT) != null) {
			// A valve of a Tomcat that this application does not configure.
			return "X-Forwarded-For";
		}
		return header;
	}

	/** Whether it came directly from a process on this machine. */
	boolean isLocal() {
		return forwardedBy() == null && LocalNames.isLoopback(this.outer.getRemoteAddr())
				&& LocalNames.isLoopback(this.inner.getRemoteAddr())
				&& (!(this.inner.getAttribute(PEER) instanceof String peer) || LocalNames.isLoopback(peer));
	}

	/** Returns the address of the client, as far as it is known. */
	@Nullable String address() {
		return this.outer.getRemoteAddr();
	}

	/** Returns a header, even if something has removed or added it since. */
	@Nullable String header(String name) {
		String received = this.inner.getHeader(name);
		return (received != null) ? received : this.outer.getHeader(name);
	}

	private static @Nullable String headerOfProxy(HttpServletRequest request) {
		return ProxyHeaders.find(Collections.list(request.getHeaderNames()));
	}

}
