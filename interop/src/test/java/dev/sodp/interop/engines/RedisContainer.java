// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/** The oldest Redis that is supported in a container. */
@TestConfiguration(proxyBeanMethods = false)
class RedisContainer {

	@Bean
	@ServiceConnection("redis")
	GenericContainer<?> redis() {
		return new GenericContainer<>("redis:7.0").withExposedPorts(6379);
	}

}
