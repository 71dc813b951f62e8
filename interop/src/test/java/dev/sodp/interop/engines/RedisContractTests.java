// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

/** By the oldest Redis that is supported. */
class RedisContractTests extends AbstractLocalLogContract {

	RedisContractTests() {
		super(Engine.REDIS);
	}

}
