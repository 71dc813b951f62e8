// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import dev.sodp.client.Subscription;
import dev.sodp.client.engine.Subscriber;

/** A callback of the application, as the engine sees it and as the application does. */
sealed interface Registration extends Subscriber, Subscription permits Delivery, PrefixDelivery {

	/**
	 * Sees to it that the events of a key are delivered. Runs the executor, so never
	 * called by the engine.
	 */
	void wake(String key);

}
