// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import io.lettuce.core.RedisURI;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;

/** What a shared log promises, by an engine in a container. */
@ContainerTest
abstract class AbstractContainerLogContract extends AbstractRedisLogContract {

	@Autowired
	private DataRedisConnectionDetails details;

	@Override
	final RedisURI uri() {
		Standalone server = this.details.getStandalone();
		return RedisURI.create(server.getHost(), server.getPort());
	}

}
