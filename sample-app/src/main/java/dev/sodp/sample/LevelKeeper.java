// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Component;

/**
 * Derives one key from another: the return value of the method is written there, unless
 * it is the current value.
 */
@Component
final class LevelKeeper {

	@SodpWatch(Score.KEY)
	@SendTo(Level.KEY)
	@Nullable Level onScore(@Nullable Score score) {
		return (score != null) ? Level.of(score) : null;
	}

}
