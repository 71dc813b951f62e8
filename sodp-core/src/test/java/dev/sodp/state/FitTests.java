// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an operation of a server presupposes, by how the server writes deltas. */
class FitTests {

	@Test
	void elementForAnObjectFitsOnlyWhereNamesArePlainOrNothingMatters() {
		JsonNode value = Values.immutable(JsonMapper.shared().readTree("{}"));
		List<DeltaOp> ops = List.of(DeltaOp.add("/-", IntNode.valueOf(7)));
		for (Fit fit : List.of(Fit.GUARDED, Fit.SETTING)) {
			assertThatThrownBy(() -> Deltas.apply(value, true, ops, fit)).isInstanceOf(UnfitDeltaException.class);
		}
		for (Fit fit : List.of(Fit.EXACT, Fit.ANY)) {
			assertThat(Deltas.apply(value, true, ops, fit).has("-")).isTrue();
		}
	}

	/** Each row: the value before, the operation, and the loosest fit that rejects it. */
	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{}; ADD; /a; none", "{'a':1}; UPDATE; /a; none", "{'a':1}; REMOVE; /a; none",
					"[1]; ADD; /-; none", "[1]; UPDATE; /0; none", "[1]; UPDATE; /1; none", "[1]; REMOVE; /0; none",
					"[1]; REMOVE; /-; none", "{'a':1}; UPDATE; /; none", "null; ADD; /; none",
					"{'a':1}; REMOVE; /; none", "{'a':{}}; ADD; /a/; none", "{'':1}; UPDATE; /; GUARDED",
					"{'a':1}; ADD; /; GUARDED", "{'a':1}; ADD; /a; EXACT", "{}; UPDATE; /a; EXACT",
					"{}; ADD; /a/b; EXACT", "{'a':null}; UPDATE; /a/b; EXACT", "null; ADD; /-; EXACT",
					"null; UPDATE; /a/0; EXACT", "{}; ADD; /a~1b; GUARDED", "{}; REMOVE; /a; SETTING",
					"{'a':1}; ADD; /a/b; SETTING", "{}; UPDATE; /a/5; SETTING", "{}; UPDATE; /a/-/b; SETTING",
					"[]; REMOVE; /-; SETTING", "[1]; REMOVE; /1; SETTING", "[1]; UPDATE; /1/a; SETTING",
					"[1]; ADD; /2; ANY", "[1]; ADD; /a; ANY", "[1]; UPDATE; /5/a; ANY" })
	void operationFits(String before, String kind, String path, String rejectedUpTo) {
		JsonNode value = Values.immutable(JsonMapper.shared().readTree(before.replace('\'', '"')));
		List<DeltaOp> ops = List.of(new DeltaOp(DeltaOp.Kind.valueOf(kind), path, IntNode.valueOf(7)));
		for (Fit fit : Fit.values()) {
			boolean rejected = !rejectedUpTo.equals("none") && fit.compareTo(Fit.valueOf(rejectedUpTo)) <= 0;
			if (rejected) {
				assertThatThrownBy(() -> Deltas.apply(value, true, ops, fit)).as("%s", fit)
					.isInstanceOf(UnfitDeltaException.class);
			}
			else {
				assertThat(Deltas.apply(value, true, ops, fit)).as("%s", fit).isEqualTo(Deltas.apply(value, ops));
			}
		}
	}

}
