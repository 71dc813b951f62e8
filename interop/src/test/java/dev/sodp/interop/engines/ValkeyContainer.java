// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/** A recent Valkey in a container. */
@TestConfiguration(proxyBeanMethods = false)
class ValkeyContainer {

	@Bean
	@ServiceConnection("redis")
	GenericContainer<?> valkey() {
		return new GenericContainer<>("valkey/valkey:9.1").withExposedPorts(6379);
	}

}
