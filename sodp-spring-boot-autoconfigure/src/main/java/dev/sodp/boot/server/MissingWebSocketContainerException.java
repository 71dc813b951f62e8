// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;

/**
 * Thrown if an application is to host a SODP server but has no servlet container with
 * WebSocket support.
 */
public final class MissingWebSocketContainerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final List<String> missingClasses;

	/**
	 * Creates an exception.
	 * @param missingClasses classes that are not on the class path; empty if only the
	 * type of application is wrong
	 */
	@SuppressWarnings("serial") // List.copyOf is serializable
	public MissingWebSocketContainerException(List<String> missingClasses) {
		super("sodp.server.enabled is true, but the application has no servlet WebSocket container");
		this.missingClasses = List.copyOf(missingClasses);
	}

	public List<String> missingClasses() {
		return this.missingClasses;
	}

}
