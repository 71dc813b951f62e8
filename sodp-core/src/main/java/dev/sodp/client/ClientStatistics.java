// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Duration;

/**
 * What a client has done since it was built, and what is waiting in it now. All numbers
 * except those of {@link Queues} only grow; they survive reconnects, {@code stop()} and
 * {@code close()}.
 *
 * @param connections connection attempts and sessions
 * @param restores how keys came into sync with the server
 * @param deltas received changes by result
 * @param writes writes and other calls by outcome
 * @param deliveries calls of callbacks
 * @param queues what is waiting now
 * @param traffic messages and bytes
 * @param errors errors reported, with or without a {@link SodpErrorListener}
 * @see SodpClient#statistics()
 */
public record ClientStatistics(Connections connections, Restores restores, Deltas deltas, Writes writes,
		Deliveries deliveries, Queues queues, Traffic traffic, long errors) {

	/**
	 * Connection attempts and sessions.
	 *
	 * @param attempts connection attempts, successful or not
	 * @param sessions sessions that became live
	 */
	public record Connections(long attempts, long sessions) {

		/**
		 * Returns the number of sessions after the first one, including hand-overs to a
		 * fresh token.
		 * @return a number that only grows
		 */
		public long reconnects() {
			return Math.max(0, this.sessions - 1);
		}

	}

	/**
	 * How keys came into sync with the server (protocol sections 3 and 6), counted once
	 * per key and session.
	 *
	 * @param resumed keys whose missed changes were replayed and led exactly to the
	 * server's value
	 * @param snapshots keys whose whole value was received: at first, where the server
	 * could not replay, or after a resync
	 * @param resyncs keys that were found out of sync and requested again
	 */
	public record Restores(long resumed, long snapshots, long resyncs) {
	}

	/**
	 * Received changes by result (protocol section 4).
	 *
	 * @param applied changes applied to a local value, including replayed ones
	 * @param duplicates changes that the local value already contained
	 * @param rejected changes that did not match the local value, each of which led to a
	 * resync
	 */
	public record Deltas(long applied, long duplicates, long rejected) {
	}

	/**
	 * Writes and other calls by outcome, including those that renew a presence; the cases
	 * are those of {@link WriteOutcome}.
	 *
	 * @param applied calls that the server carried out
	 * @param rejected calls that the server refused
	 * @param notSent calls that never left this client
	 * @param unknown calls that were sent and not answered
	 */
	public record Writes(long applied, long rejected, long notSent, long unknown) {
	}

	/**
	 * Calls of callbacks. The lag of an event is the time from its arrival in the client
	 * to the start of the callback; for merged events it is measured from the latest.
	 *
	 * @param delivered events for which a callback was started
	 * @param merged events merged into a later one because the callback was too slow or
	 * wanted only the latest
	 * @param lag total lag of all delivered events
	 * @param maxLag the longest lag
	 */
	public record Deliveries(long delivered, long merged, Duration lag, Duration maxLag) {
	}

	/**
	 * What is waiting now.
	 *
	 * @param calls calls that wait for a session or for the server's write limit
	 * @param unanswered calls and keys that were sent and not answered yet
	 * @param events events that wait for callbacks
	 */
	public record Queues(int calls, int unanswered, int events) {
	}

	/**
	 * Messages and bytes at the level of the protocol: WebSocket framing, pings,
	 * compression and TLS are not included.
	 *
	 * @param framesIn messages received
	 * @param framesOut messages sent
	 * @param bytesIn bytes of the messages received
	 * @param bytesOut bytes of the messages sent
	 * @param deltaBytes bytes of the messages that carried applied changes of live keys
	 * @param fullValueBytes estimate of the bytes that whole values instead of those
	 * changes would have taken. It is based on the size of the last snapshot of a key,
	 * which is measured again from time to time, so that the estimate costs next to
	 * nothing
	 */
	public record Traffic(long framesIn, long framesOut, long bytesIn, long bytesOut, long deltaBytes,
			long fullValueBytes) {

		/**
		 * Returns an estimate of the bytes saved by receiving changes rather than whole
		 * values.
		 * @return bytes; negative where changes take more space than the values
		 */
		public long bytesSaved() {
			return this.fullValueBytes - this.deltaBytes;
		}

	}

}
