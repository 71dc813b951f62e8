// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

/**
 * Thrown if an application is to be a node of a cluster but lacks what it takes to share
 * its state.
 */
public final class MissingClusterModuleException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MissingClusterModuleException(String missing) {
		super("sodp.server.cluster.enabled is true, but " + missing + " is not on the class path");
	}

}
