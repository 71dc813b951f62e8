// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.util.List;
import java.util.Map;

import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Forwards what watchers and the connection report to the browsers.
 */
@Component
final class LiveFeed implements ConnectionListener {

	private final Browsers browsers;

	LiveFeed(Browsers browsers) {
		this.browsers = browsers;
	}

	@SodpWatch(Score.KEY)
	void onScore(@Nullable Score score, WatchMeta meta) {
		this.browsers.update((view) -> view.withScore(score, meta));
	}

	@SodpWatch(Level.KEY)
	void onLevel(@Nullable Level level) {
		this.browsers.update((view) -> view.withLevel(level));
	}

	@SodpWatch(Match.KEY)
	void onMatches(@Nullable List<Match> matches) {
		this.browsers.update((view) -> view.withMatches(matches));
	}

	@SodpWatch(Instance.KEY)
	void onInstances(@Nullable Map<String, Instance> instances) {
		this.browsers.update((view) -> view.withInstances(instances));
	}

	@Override
	public void onStateChange(ConnectionState previous, ConnectionStatus status) {
		this.browsers.update((view) -> view.withConnection(status));
	}

}
