// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import java.util.Optional;

import dev.sodp.spring.watch.SodpWatch;

/** Leaves it to others to be a component. */
abstract class Follower {

	private volatile Optional<String> name = Optional.empty();

	@SodpWatch("game.name")
	void onName(Optional<String> newName) {
		this.name = newName;
	}

	public Optional<String> name() {
		return this.name;
	}

}
