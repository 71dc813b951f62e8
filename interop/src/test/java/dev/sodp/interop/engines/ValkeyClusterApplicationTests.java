// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

/** With a recent Valkey. */
class ValkeyClusterApplicationTests extends AbstractClusterApplicationTests {

	ValkeyClusterApplicationTests() {
		super(Engine.VALKEY);
	}

}
