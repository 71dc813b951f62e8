// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Keys with objects of eleven members, of which one changes at a time.
 *
 * @param group begins their names
 * @param count how many
 */
record Keys(String group, int count) {

	private static final int MEMBERS = 11;

	static final String CHANGING = "/member5";

	/** The name of a key, all of the same length. */
	String name(int index) {
		return String.format(Locale.ROOT, "%s.%05d", this.group, index % this.count);
	}

	void write(Node node) {
		Map<String, Object> value = new LinkedHashMap<>();
		for (int i = 0; i < MEMBERS; i++) {
			value.put("member" + i, 1_000_000 + i);
		}
		for (int i = 0; i < this.count; i++) {
			node.server().set(name(i), value);
		}
	}

}
