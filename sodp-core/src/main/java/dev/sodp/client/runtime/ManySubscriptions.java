// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.List;
import java.util.function.Consumer;

import dev.sodp.client.Subscription;

/**
 * The subscriptions of a watch of several keys, as a single one.
 */
final class ManySubscriptions implements Subscription {

	private final List<Registration> subscriptions;

	private final Consumer<List<Registration>> release;

	/**
	 * Creates a subscription to several keys.
	 * @param release takes all of them at once when they have ended
	 */
	ManySubscriptions(List<? extends Registration> subscriptions, Consumer<List<Registration>> release) {
		this.subscriptions = List.copyOf(subscriptions);
		this.release = release;
	}

	@Override
	public List<String> keys() {
		return this.subscriptions.stream().flatMap((subscription) -> subscription.keys().stream()).toList();
	}

	@Override
	public boolean isActive() {
		return this.subscriptions.stream().anyMatch(Subscription::isActive);
	}

	@Override
	public void close() {
		this.subscriptions.forEach(Registration::end);
		this.release.accept(this.subscriptions);
	}

}
