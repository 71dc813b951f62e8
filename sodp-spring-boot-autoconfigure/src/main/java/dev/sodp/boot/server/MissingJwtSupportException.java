// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

/**
 * Thrown if an application is to authenticate clients by JWT but lacks the library that
 * verifies them.
 */
public final class MissingJwtSupportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MissingJwtSupportException() {
		super("Properties under sodp.server.auth.jwt are set, but the library that verifies tokens is not on the class"
				+ " path");
	}

}
