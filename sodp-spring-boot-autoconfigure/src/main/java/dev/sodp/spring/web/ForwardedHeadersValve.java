// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Notes which headers of proxies a request has. Must precede Tomcat's
 * {@code RemoteIpValve}, which removes those that it believes: an {@link OpenServerGuard}
 * needs to know that they were there.
 */
public final class ForwardedHeadersValve extends ValveBase {

	/**
	 * Creates a valve.
	 */
	public ForwardedHeadersValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		ReceivedRequest.note(request);
		getNext().invoke(request, response);
	}

}
