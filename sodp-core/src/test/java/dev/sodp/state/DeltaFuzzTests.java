// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a delta says of whatever value: it applies as a whole or not at all, leaves
 * what was there before alone, and the difference that it made leads there again.
 */
class DeltaFuzzTests {

	@FuzzTest
	void deltasApplyAsAWholeOrNotAtAll(FuzzedDataProvider data) {
		FuzzedState fuzzed = new FuzzedState(data);
		JsonNode before = fuzzed.value();
		String text = before.toString();
		List<DeltaOp> ops = fuzzed.ops();
		JsonNode after;
		try {
			after = Deltas.apply(before, ops);
		}
		catch (InvalidDeltaException ex) {
			assertThat(ex).hasMessageNotContaining("null");
			return;
		}
		finally {
			assertThat(before.toString()).isEqualTo(text);
		}
		List<DeltaOp> difference = Diff.between(before, after);
		assertThat(Values.equal(Deltas.apply(before, difference), after)).as("%s and then %s", before, difference)
			.isTrue();
		PathPattern pattern = fuzzed.pattern();
		assertThat(pattern.changes(before, after, ops)).as("changes of %s at %s", ops, pattern)
			.containsExactlyInAnyOrderElementsOf(pattern.changes(before, after));
	}

}
