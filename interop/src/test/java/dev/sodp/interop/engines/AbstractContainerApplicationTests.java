// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import dev.sodp.server.SodpServer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/** The engine is in a container. */
@ContainerTest
abstract class AbstractContainerApplicationTests extends AbstractConnectionDetailsTests {

	@Autowired
	private SodpServer server;

	@Autowired
	private DataRedisConnectionDetails details;

	@Override
	final DataRedisConnectionDetails details() {
		return this.details;
	}

	@Override
	final SodpServer first() {
		return this.server;
	}

}
