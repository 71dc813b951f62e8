package dev.sodp.sample;

import java.util.Optional;

import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Logs every change of the score and remembers the last one.
 */
@Component
final class ScoreBoard {

	private static final Logger logger = LoggerFactory.getLogger(ScoreBoard.class);

	private volatile @Nullable Score latest;

	@SodpWatch(Score.KEY)
	void onScore(@Nullable Score score, WatchMeta meta) {
		this.latest = score;
		logger.info("{} is {} at version {} ({})", meta.key(), (score != null) ? score.value() : "not set",
				meta.version(), meta.source());
	}

	Optional<Score> latest() {
		return Optional.ofNullable(this.latest);
	}

}
