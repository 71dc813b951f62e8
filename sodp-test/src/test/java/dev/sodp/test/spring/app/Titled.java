// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import java.util.Optional;

import dev.sodp.spring.watch.SodpWatch;

/** Says what its components watch. */
interface Titled {

	@SodpWatch("game.title")
	void onTitle(Optional<String> title);

}
