// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The status of a client's connection, since when and why: the state that
 * {@link Connector} decides about and the source of a {@link ConnectionStatus}. The state
 * changes only here, so that the host is notified of every change.
 */
final class CurrentStatus {

	private final ClientHost host;

	private final URI uri;

	private ConnectionState state = ConnectionState.STOPPED;

	private Instant since;

	private @Nullable Throwable lastFailure;

	private long reconnectDelay;

	/** The last HELLO, of this session or an earlier one. */
	private Frame.@Nullable Hello hello;

	CurrentStatus(ClientHost host, URI uri) {
		this.host = host;
		this.uri = uri;
		this.since = host.now();
	}

	ConnectionState state() {
		return this.state;
	}

	@Nullable Throwable lastFailure() {
		return this.lastFailure;
	}

	/** What the last HELLO advertised. */
	Capabilities capabilities() {
		return (this.hello != null) ? this.hello.capabilities() : Capabilities.NONE;
	}

	/** The server of the last HELLO, for humans. */
	String server() {
		String name = (this.hello != null) ? this.hello.server() : null;
		return (name != null) ? "the server '" + name + "' at " + this.uri : "the server at " + this.uri;
	}

	void greeted(Frame.Hello first) {
		this.hello = first;
	}

	/** Keeps the reason for the next attempt, which follows at once. */
	void failed(Throwable reason) {
		this.lastFailure = reason;
	}

	/**
	 * The next attempt follows later.
	 * @param delay nanoseconds until then
	 */
	void becomeWaiting(long delay, Throwable reason) {
		this.reconnectDelay = delay;
		become(ConnectionState.WAITING, reason);
	}

	void become(ConnectionState next, @Nullable Throwable reason) {
		ConnectionState previous = this.state;
		this.state = next;
		this.since = this.host.now();
		this.lastFailure = reason;
		this.host.stateChanged(previous);
	}

	ConnectionStatus snapshot(int watchedKeys, int pendingKeys) {
		Frame.Hello last = this.hello;
		return new ConnectionStatus(this.state, this.since, this.uri, (last != null) ? last.server() : null,
				(last != null) ? last.version() : null, (last != null) ? last.capabilities() : null, watchedKeys,
				pendingKeys, this.lastFailure,
				(this.state == ConnectionState.WAITING) ? Duration.ofNanos(this.reconnectDelay) : null);
	}

}
