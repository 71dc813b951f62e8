// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

/**
 * The process that {@link KilledHostTests} kills: an application that stores its state.
 */
final class KilledHost {

	private KilledHost() {
	}

	public static void main(String[] args) {
		Hosts.startAt(args[0], TestApplication.class, "spring.docker.compose.enabled=false", "sodp.enabled=false",
				"sodp.server.enabled=true", "sodp.server.persistence.enabled=true",
				"sodp.server.persistence.directory=" + args[1]);
	}

}
