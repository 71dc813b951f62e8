// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Under which names things are stored, and how names are compared. */
class KeysTests {

	@Test
	void whatBelongsToAPartitionIsInOneSlot() {
		Keys keys = new Keys("app", 7);

		assertThat(List.of(keys.log, keys.nodes, keys.names, keys.present, keys.buried, keys.key("a}{b"),
				keys.chain("{x}"), keys.owners("")))
			.allMatch((name) -> SlotHash.getSlot(name) == SlotHash.getSlot(keys.meta));
		assertThat(new String(keys.key("room"), StandardCharsets.UTF_8)).isEqualTo("app:{07}:m:room");
	}

	@Test
	void whatIsBeyondAPrefixIsGreaterThanAllThatBeginsWithIt() {
		byte[] beyond = Utf8.beyond("a");

		assertThat(Arrays.compareUnsigned(beyond, Utf8.bytes("a\uDBFF\uDFFF"))).isPositive();
		assertThat(Arrays.compareUnsigned(beyond, Utf8.bytes("b"))).isNegative();
	}

	@Test
	void namesAreComparedByTheirBytes() {
		assertThat(Utf8.compare("\uFF5E", "\uD83D\uDE00")).isNegative();
		assertThat(Utf8.compare("a", "a")).isZero();
	}

	@Test
	void patternsMatchLiterally() {
		assertThat(Utf8.literally("a*b?[c]\\d-^")).isEqualTo("a\\*b\\?\\[c\\]\\\\d\\-\\^");
	}

}
