// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

/**
 * Thrown if an application is to host a SODP server on a port of its own but has no
 * module that does so.
 */
public final class MissingNettyModuleException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MissingNettyModuleException() {
		super("sodp.server.port is set, but the module that listens on it is not on the class path");
	}

}
