// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Duration;

/**
 * What a client has done since it was built, and what waits in it now. Numbers only grow,
 * those of {@link Queues} excepted; they outlast reconnects, {@code stop()} and
 * {@code close()}.
 *
 * @param connections how the connection fared
 * @param restores how keys came into step with the server
 * @param deltas what became of changes
 * @param writes what became of calls
 * @param deliveries what callbacks were told
 * @param queues what waits now
 * @param traffic what travelled
 * @param errors errors reported, whether or not a {@link SodpErrorListener} took them
 * @see SodpClient#statistics()
 */
public record ClientStatistics(Connections connections, Restores restores, Deltas deltas, Writes writes,
		Deliveries deliveries, Queues queues, Traffic traffic, long errors) {

	/**
	 * How the connection fared.
	 *
	 * @param attempts connections begun, successful or not
	 * @param sessions sessions that became live
	 */
	public record Connections(long attempts, long sessions) {

		/**
		 * Sessions after the first one, hand-overs to a fresh token among them.
		 * @return a number that only grows
		 */
		public long reconnects() {
			return Math.max(0, this.sessions - 1);
		}

	}

	/**
	 * How keys came into step with the server (protocol sections 3 and 6), counted once a
	 * key and session.
	 *
	 * @param resumed keys whose missed changes were replayed and led exactly to the
	 * server's value
	 * @param snapshots keys taken afresh: at first, where the server could not replay, or
	 * after a resync
	 * @param resyncs keys found out of step and requested anew
	 */
	public record Restores(long resumed, long snapshots, long resyncs) {
	}

	/**
	 * What became of the changes that the server sent (protocol section 4).
	 *
	 * @param applied changes that a value here shows, replayed ones among them
	 * @param duplicates changes that the value here contained already
	 * @param rejected changes that did not follow on the value here, each of which led to
	 * a resync
	 */
	public record Deltas(long applied, long duplicates, long rejected) {
	}

	/**
	 * What became of writes and other calls, those that renew a presence among them; the
	 * cases are those of {@link WriteOutcome}.
	 *
	 * @param applied the server carried it out
	 * @param rejected the server refused it
	 * @param notSent it never left this client
	 * @param unknown it was sent and not answered
	 */
	public record Writes(long applied, long rejected, long notSent, long unknown) {
	}

	/**
	 * What callbacks were told. The lag of an event is the time from its arrival in the
	 * client to the start of the callback; that of merged events counts from the latest.
	 *
	 * @param delivered events for which a callback was started
	 * @param merged events merged into a later one because the callback was too slow or
	 * wanted only the latest
	 * @param lag lag of all delivered events together
	 * @param maxLag the longest lag
	 */
	public record Deliveries(long delivered, long merged, Duration lag, Duration maxLag) {
	}

	/**
	 * What waits now.
	 *
	 * @param calls calls that wait for a session or for the server's write limit
	 * @param unanswered calls and keys that were sent and not answered
	 * @param events events that wait for callbacks
	 */
	public record Queues(int calls, int unanswered, int events) {
	}

	/**
	 * What travelled, in messages of the protocol; the framing of WebSocket, its pings,
	 * compression and TLS are not counted.
	 *
	 * @param framesIn messages received
	 * @param framesOut messages sent
	 * @param bytesIn bytes of the messages received
	 * @param bytesOut bytes of the messages sent
	 * @param deltaBytes bytes of the messages that brought applied changes of live keys
	 * @param fullValueBytes estimate of the bytes that whole values instead of those
	 * changes would have taken: the size of a value is that of its last snapshot, and is
	 * measured anew from time to time, so that it costs next to nothing
	 */
	public record Traffic(long framesIn, long framesOut, long bytesIn, long bytesOut, long deltaBytes,
			long fullValueBytes) {

		/**
		 * An estimate of the bytes saved by receiving changes and not whole values.
		 * @return bytes; below zero where changes take more room than the values
		 */
		public long bytesSaved() {
			return this.fullValueBytes - this.deltaBytes;
		}

	}

}
