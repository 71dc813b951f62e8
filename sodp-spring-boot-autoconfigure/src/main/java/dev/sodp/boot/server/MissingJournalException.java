// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

/**
 * Thrown if an application is to store the state of its server but has no module that
 * does so.
 */
public final class MissingJournalException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MissingJournalException() {
		super("sodp.server.persistence.enabled is true, but the module that stores the state is not on the class path");
	}

}
