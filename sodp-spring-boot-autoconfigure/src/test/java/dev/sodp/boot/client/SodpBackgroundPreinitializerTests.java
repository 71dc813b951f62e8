// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SodpBackgroundPreinitializerTests {

	@Test
	void isFoundByBoot() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(SodpBackgroundPreinitializer.class);
	}

	@Test
	void loadsWhatItPromises() {
		assertThatNoException().isThrownBy(() -> new SodpBackgroundPreinitializer().preinitialize());
	}

}
