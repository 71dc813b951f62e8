// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.time.Instant;

/**
 * What a running instance publishes about itself, one member of {@code sample.instances}.
 *
 * @param role {@code server} if it hosts the SODP server, otherwise {@code client}
 * @param port its HTTP port
 * @param started when it first connected
 */
record Instance(String role, int port, Instant started) {

	static final String KEY = "sample.instances";

}
