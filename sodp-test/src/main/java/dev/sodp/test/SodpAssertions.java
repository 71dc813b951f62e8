// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

/**
 * Entry point to the assertions on a {@link SodpTestServer}. Can be statically imported
 * together with AssertJ's own entry point, whose methods of the same name take other
 * types.
 */
public final class SodpAssertions {

	private SodpAssertions() {
	}

	/**
	 * Returns assertions on a server.
	 * @param actual the server; null fails
	 * @return the assertions
	 */
	public static SodpTestServerAssert assertThat(SodpTestServer actual) {
		return new SodpTestServerAssert(actual);
	}

}
