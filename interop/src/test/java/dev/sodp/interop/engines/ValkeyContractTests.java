// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

/** By a recent Valkey. */
class ValkeyContractTests extends AbstractLocalLogContract {

	ValkeyContractTests() {
		super(Engine.VALKEY);
	}

}
