// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.List;

import dev.sodp.client.Subscription;

/**
 * The subscriptions of a watch of several keys, as a single one.
 */
final class ManySubscriptions implements Subscription {

	private final List<? extends Subscription> subscriptions;

	ManySubscriptions(List<? extends Subscription> subscriptions) {
		this.subscriptions = List.copyOf(subscriptions);
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
		this.subscriptions.forEach(Subscription::close);
	}

}
