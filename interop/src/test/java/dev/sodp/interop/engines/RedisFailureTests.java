// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

/** On Redis. */
class RedisFailureTests extends AbstractRedisFailureTests {

	RedisFailureTests() {
		super(Engine.REDIS);
	}

}
