// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.time.Instant;

import dev.sodp.spring.presence.SodpPresence;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Makes this instance visible to all others for as long as it is connected. The server
 * removes the entry when the connection ends, for whatever reason, and a new session
 * registers it again.
 */
@Component
final class InstancePresence {

	private final Environment environment;

	private final String role;

	private final Instant started = Instant.now();

	InstancePresence(Environment environment, @Value("${sodp.server.enabled:false}") boolean server) {
		this.environment = environment;
		this.role = server ? "server" : "client";
	}

	@SodpPresence(key = Instance.KEY, path = "/#{@instanceId.toString()}")
	Instance self() {
		int port = this.environment.getProperty("local.server.port", Integer.class, 0);
		return new Instance(this.role, port, this.started);
	}

}
