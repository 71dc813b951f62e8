// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.List;

import dev.sodp.server.SessionInfo;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a {@link SodpTestServer}. Assertions whose names start with
 * {@code eventually} wait until they hold, for no longer than the patience of the server
 * or {@link #within(Duration)}; all others check once.
 */
public final class SodpTestServerAssert extends AbstractAssert<SodpTestServerAssert, SodpTestServer> {

	private @Nullable Duration patience;

	SodpTestServerAssert(SodpTestServer actual) {
		super(actual, SodpTestServerAssert.class);
	}

	/**
	 * Sets how long the assertions that follow wait.
	 * @param timeout a positive duration
	 * @return this assertion object
	 */
	public SodpTestServerAssert within(Duration timeout) {
		this.patience = timeout;
		return this;
	}

	/**
	 * Returns assertions on a key.
	 * @param key the key
	 * @return the assertions
	 */
	public SodpKeyAssert key(String key) {
		isNotNull();
		return new SodpKeyAssert(this.actual, key, patience());
	}

	/**
	 * Verifies which keys exist.
	 * @param keys all expected keys, in any order
	 * @return this assertion object
	 */
	public SodpTestServerAssert hasOnlyKeys(String... keys) {
		isNotNull();
		Assertions.assertThat(this.actual.keys()).as("keys").containsExactlyInAnyOrder(keys);
		return this;
	}

	/**
	 * Verifies that no key exists.
	 * @return this assertion object
	 */
	public SodpTestServerAssert hasNoKeys() {
		isNotNull();
		Assertions.assertThat(this.actual.keys()).as("keys").isEmpty();
		return this;
	}

	/**
	 * Verifies the number of open sessions.
	 * @param count the expected number
	 * @return this assertion object
	 */
	public SodpTestServerAssert hasSessions(int count) {
		isNotNull();
		List<SessionInfo> sessions = this.actual.sessions();
		if (sessions.size() != count) {
			failWithMessage("Expected %s open sessions, but there are %s: %s", count, sessions.size(), sessions);
		}
		return this;
	}

	/**
	 * Waits until the given number of sessions is open.
	 * @param count the expected number
	 * @return this assertion object
	 */
	public SodpTestServerAssert eventuallyHasSessions(int count) {
		isNotNull();
		if (!server().await(patience(), () -> this.actual.sessions().size() == count)) {
			List<SessionInfo> sessions = this.actual.sessions();
			failWithMessage("Expected %s open sessions within %s, but there are %s: %s", count,
					Signal.print(patience()), sessions.size(), sessions);
		}
		return this;
	}

	/**
	 * Returns assertions on what clients have written so far.
	 * @return assertions on {@link SodpTestServer#writes()}
	 */
	public ListAssert<RecordedWrite> writes() {
		isNotNull();
		return Assertions.assertThat(this.actual.writes()).as("writes of clients");
	}

	private Duration patience() {
		return (this.patience != null) ? this.patience : server().patience();
	}

	private DefaultSodpTestServer server() {
		return (DefaultSodpTestServer) this.actual;
	}

}
