// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks;

import java.util.Locale;

/**
 * One figure, printed so that programs can read it:
 * {@code RESULT name=apply.1k.bytes value=1234 unit=bytes}.
 *
 * @param name what was measured
 * @param value the median
 * @param unit its unit
 */
public record Result(String name, double value, String unit) {

	public void print() {
		System.out.println(this);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "RESULT name=%s value=%.4g unit=%s", this.name, this.value, this.unit);
	}

}
