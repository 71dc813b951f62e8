// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What remains to be done once a step of the engine is over and its lock released. Nearly
 * always a single task, which then needs no list.
 */
final class Effects {

	private static final Logger logger = LoggerFactory.getLogger(Effects.class);

	private @Nullable Runnable only;

	private @Nullable List<Runnable> several;

	void add(Runnable effect) {
		if (this.several != null) {
			this.several.add(effect);
		}
		else if (this.only == null) {
			this.only = effect;
		}
		else {
			this.several = new ArrayList<>(List.of(this.only, effect));
			this.only = null;
		}
	}

	/** What was added since the last time, if anything; {@link #perform} does it. */
	@Nullable Runnable take() {
		Runnable single = this.only;
		List<Runnable> many = this.several;
		this.only = null;
		this.several = null;
		if (many != null) {
			return () -> many.forEach(Effects::perform);
		}
		return single;
	}

	/** An effect that fails must not affect the socket's thread or the other effects. */
	static void perform(Runnable effect) {
		try {
			effect.run();
		}
		catch (Throwable ex) {
			logger.error("A task of a client failed", ex);
		}
	}

}
