package dev.sodp.spring.watch;

import java.lang.reflect.Type;

import dev.sodp.client.StateChange;
import dev.sodp.spring.watch.Conversions.Conversion;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link StateChange}s with values of a Java type.
 */
final class TypedChanges {

	private final JsonNodeMessageConverter converter;

	TypedChanges(JsonNodeMessageConverter converter) {
		this.converter = converter;
	}

	StateChange<Object> of(WatchEvent event, Type type) {
		Object current = this.converter.convert(event.current(), type);
		StateChange<Object> change = StateChange.of(previous(event, type), current, event.meta(), event.ops());
		Conversions conversions = event.conversions();
		if (conversions != null) {
			conversions.remember(type, event.current(), current);
		}
		return change;
	}

	private @Nullable Object previous(WatchEvent event, Type type) {
		Conversions conversions = event.conversions();
		Conversion known = (conversions != null) ? conversions.find(type, event.previous()) : null;
		return (known != null) ? known.value() : this.converter.convert(event.previous(), type);
	}

}
