// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;

/**
 * Everything the page shows, sent to browsers as JSON. Immutable.
 *
 * @param self id of the instance that answers
 * @param score the last delivered score and its origin, null before the first one
 * @param level the level, null while there is none
 * @param matches the last matches, oldest first
 * @param connection connection state of this instance's client, null before it has
 * started
 * @param instances present instances by id, as last seen
 */
record LiveView(String self, @Nullable ScoreView score, @Nullable Level level, List<MatchView> matches,
		@Nullable ConnectionView connection, Map<String, Instance> instances) {

	static LiveView of(InstanceId self) {
		return new LiveView(self.toString(), null, null, List.of(), null, Map.of());
	}

	LiveView withScore(@Nullable Score newScore, WatchMeta meta) {
		String value = (newScore != null) ? Long.toString(newScore.value()) : null;
		ScoreView newView = new ScoreView(value, meta.version(), meta.source());
		return new LiveView(this.self, newView, this.level, this.matches, this.connection, this.instances);
	}

	LiveView withLevel(@Nullable Level newLevel) {
		return new LiveView(this.self, this.score, newLevel, this.matches, this.connection, this.instances);
	}

	LiveView withMatches(@Nullable List<Match> last) {
		List<MatchView> newViews = (last != null) ? last.stream().map(MatchView::of).toList() : List.of();
		return new LiveView(this.self, this.score, this.level, newViews, this.connection, this.instances);
	}

	LiveView withConnection(ConnectionStatus status) {
		Throwable failure = status.state().isLive() ? null : status.lastFailure();
		ConnectionView newView = new ConnectionView(status.state().name(), status.state().isLive(), status.since(),
				status.uri().toString(), (failure != null) ? failure.getMessage() : null);
		return new LiveView(this.self, this.score, this.level, this.matches, newView, this.instances);
	}

	LiveView withInstances(@Nullable Map<String, Instance> present) {
		return new LiveView(this.self, this.score, this.level, this.matches, this.connection,
				(present != null) ? present : Map.of());
	}

	/**
	 * The score.
	 *
	 * @param value points as text, because numbers of a browser are exact up to 2^53 only
	 * @param version version of the key
	 * @param source why the score was delivered
	 */
	record ScoreView(@Nullable String value, long version, WatchMeta.Source source) {
	}

	/**
	 * A match.
	 *
	 * @param player the winner
	 * @param points the winning margin as text, for the same reason
	 */
	record MatchView(String player, String points) {

		static MatchView of(Match match) {
			return new MatchView(match.player(), Long.toString(match.points()));
		}

	}

	record ConnectionView(String state, boolean live, Instant since, String server, @Nullable String failure) {
	}

}
