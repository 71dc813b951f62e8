// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Logs every change of the score.
 */
@Component
final class ScoreBoard {

	private static final Logger logger = LoggerFactory.getLogger(ScoreBoard.class);

	@SodpWatch(Score.KEY)
	void onScore(@Nullable Score score, WatchMeta meta) {
		logger.info("{} is {} at version {} ({})", meta.key(), (score != null) ? score.value() : "not set",
				meta.version(), meta.source());
	}

}
