// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a watcher was called with.
 */
public class Seen {

	private final List<Object> values = new CopyOnWriteArrayList<>();

	public void add(@Nullable Object value) {
		this.values.add((value != null) ? value : "null");
	}

	public List<Object> all() {
		return this.values;
	}

	public void awaitLast(Object expected) {
		await().untilAsserted(() -> assertThat(this.values).isNotEmpty().last().isEqualTo(expected));
	}

}
