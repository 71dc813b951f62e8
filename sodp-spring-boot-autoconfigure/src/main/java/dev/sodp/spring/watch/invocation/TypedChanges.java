// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;

import dev.sodp.client.StateChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts events to values and {@link StateChange}s of a Java type.
 */
final class TypedChanges {

	private final JsonMapper mapper;

	private final JsonNodeMessageConverter converter;

	TypedChanges(JsonMapper mapper, JsonNodeMessageConverter converter) {
		this.mapper = mapper;
		this.converter = converter;
	}

	@Nullable Object current(WatchEvent event, Type type) {
		Conversions conversions = event.conversions();
		return (conversions != null) ? conversions.current(event, type, this.mapper)
				: this.converter.convert(event.current(), type);
	}

	StateChange<Object> of(WatchEvent event, Type type) {
		Conversions conversions = event.conversions();
		Object previous = (conversions != null) ? conversions.previous(event, type, this.converter)
				: this.converter.convert(event.previous(), type);
		return StateChange.of(previous, current(event, type), event.meta(), event.ops());
	}

}
