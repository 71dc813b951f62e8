// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

/**
 * Entry point to the assertions on a {@link SodpTestServer}. Beside AssertJ's own, whose
 * methods of the same name take other types.
 */
public final class SodpAssertions {

	private SodpAssertions() {
	}

	/**
	 * Begins assertions.
	 * @param actual the server, or null to fail
	 * @return what can be asserted
	 */
	public static SodpTestServerAssert assertThat(SodpTestServer actual) {
		return new SodpTestServerAssert(actual);
	}

}
