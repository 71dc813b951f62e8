// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import java.util.Optional;

import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.watch.SodpWatch;

import org.springframework.stereotype.Component;

/** Remembers the score, and writes what it doubles to. */
@Component
public class ScoreBoard {

	private final SodpOperations sodp;

	private volatile Optional<Integer> score = Optional.empty();

	ScoreBoard(SodpOperations sodp) {
		this.sodp = sodp;
	}

	@SodpWatch("game.score")
	void onScore(Optional<Integer> newScore) {
		this.score = newScore;
		newScore.ifPresent((value) -> this.sodp.set("game.doubled", value * 2));
	}

	public Optional<Integer> score() {
		return this.score;
	}

}
