// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * Matches unless the server has a port of its own.
 */
final class OnWebServerPort extends NoneNestedConditions {

	OnWebServerPort() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnProperty("sodp.server.port")
	static class OwnPort {

	}

}
