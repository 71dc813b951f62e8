// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * What happens to events that arrive while the callback of a watch is busy.
 */
public enum DeliveryMode {

	/**
	 * Each event is delivered. Behind 1,024 waiting ones the newest are merged into one.
	 */
	EVERY,

	/**
	 * At most one event waits, the newest one; {@link WatchMeta#merged()} says how many
	 * earlier ones it stands for. For callbacks to which only the latest value matters.
	 */
	LATEST

}
