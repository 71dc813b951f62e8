// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/** How events are handled that arrive while the callback of a watch is busy. */
public enum DeliveryMode {

	/**
	 * Every event is delivered. If more than 1,024 wait, the newest ones are merged into
	 * one.
	 */
	EVERY,

	/**
	 * Conflation: at most one event waits, the newest, and {@link WatchMeta#merged()} is
	 * the number of earlier events it replaces. For callbacks that only need the latest
	 * value.
	 */
	LATEST

}
