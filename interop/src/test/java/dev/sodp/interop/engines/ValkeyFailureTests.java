// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

/** On Valkey. */
class ValkeyFailureTests extends AbstractRedisFailureTests {

	ValkeyFailureTests() {
		super(Engine.VALKEY);
	}

}
