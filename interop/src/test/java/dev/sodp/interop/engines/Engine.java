// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.nio.file.Files;
import java.nio.file.Path;

/** The engines that these tests run against; a system property says where each is. */
public enum Engine {

	/** The oldest Redis that is supported. */
	REDIS("engines.redis"),

	/** A recent Valkey. */
	VALKEY("engines.valkey");

	private final String property;

	Engine(String property) {
		this.property = property;
	}

	/** The server, which is also the sentinel. */
	public Path binary() {
		Path binary = Path.of(System.getProperty(this.property, "missing"));
		if (!Files.isExecutable(binary)) {
			throw new IllegalStateException("Start these tests with interop/engines/run: no binary in the property "
					+ this.property + " (" + binary + ")");
		}
		return binary;
	}

}
