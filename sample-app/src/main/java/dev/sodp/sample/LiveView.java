package dev.sodp.sample;

import java.time.Instant;
import java.util.Map;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;

/**
 * Everything the page shows, sent to browsers as JSON. Immutable.
 *
 * @param self id of the instance that answers
 * @param score the last delivered score and where it came from, null before the first
 * @param connection where this instance's client stands, null before it started
 * @param instances present instances by id, as last seen
 */
record LiveView(String self, @Nullable ScoreView score, @Nullable ConnectionView connection,
		Map<String, Instance> instances) {

	static LiveView of(InstanceId self) {
		return new LiveView(self.toString(), null, null, Map.of());
	}

	LiveView withScore(@Nullable Score newScore, WatchMeta meta) {
		Long value = (newScore != null) ? newScore.value() : null;
		return new LiveView(this.self, new ScoreView(value, meta.version(), meta.source()), this.connection,
				this.instances);
	}

	LiveView withConnection(ConnectionStatus status) {
		Throwable failure = status.state().isLive() ? null : status.lastFailure();
		return new LiveView(
				this.self, this.score, new ConnectionView(status.state().name(), status.state().isLive(),
						status.since(), status.uri().toString(), (failure != null) ? failure.getMessage() : null),
				this.instances);
	}

	LiveView withInstances(@Nullable Map<String, Instance> present) {
		return new LiveView(this.self, this.score, this.connection, (present != null) ? present : Map.of());
	}

	record ScoreView(@Nullable Long value, long version, WatchMeta.Source source) {
	}

	record ConnectionView(String state, boolean live, Instant since, String server, @Nullable String failure) {
	}

}
