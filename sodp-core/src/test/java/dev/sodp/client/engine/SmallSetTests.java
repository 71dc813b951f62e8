// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SmallSetTests {

	@Test
	void emptySetHoldsNothing() {
		SmallSet<String> set = new SmallSet<>();
		assertThat(set).isEmpty();
		assertThat(set.remove("a")).isFalse();
		assertThat(set.contains("a")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 50 })
	void behavesLikeALinkedHashSet(int values) {
		Random random = new Random(values);
		SmallSet<Integer> set = new SmallSet<>();
		Set<Integer> expected = new LinkedHashSet<>();
		for (int i = 0; i < 2000; i++) {
			Integer value = random.nextInt(values);
			switch (random.nextInt(20)) {
				case 0 -> {
					set.clear();
					expected.clear();
				}
				case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> assertThat(set.remove(value)).isEqualTo(expected.remove(value));
				default -> assertThat(set.add(value)).isEqualTo(expected.add(value));
			}
			assertThat(set).containsExactlyElementsOf(expected).hasSameSizeAs(expected);
			assertThat(set.contains(value)).isEqualTo(expected.contains(value));
		}
	}

}
