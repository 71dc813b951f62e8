// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.ValueConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * Caches the converted values of a key, by type: of the latest value and of the one
 * before it, so that each value is converted once and only the changed entries of a map
 * are converted at all. Not thread-safe: the calls of a watcher are serialized.
 */
final class Conversions {

	private final Map<Type, Conversion> latest = new ConcurrentHashMap<>();

	/** Returns the converted value of an event. */
	@Nullable Object current(WatchEvent event, Type type, JsonMapper mapper) {
		Conversion last = this.latest.remove(type);
		if (last == null) {
			last = Conversion.none(ValueConverter.to(type, mapper));
		}
		Conversion next = last.isOf(event.current()) ? last : last.next(event);
		this.latest.put(type, next);
		return next.value();
	}

	/** Returns the converted value that preceded an event. */
	@Nullable Object previous(WatchEvent event, Type type, JsonNodeMessageConverter converter) {
		JsonNode node = event.previous();
		for (Conversion known = this.latest.get(type); known != null; known = known.before()) {
			if (known.isOf(node)) {
				return known.value();
			}
		}
		return converter.convert(node, type);
	}

	/**
	 * A value as received and as converted, with the conversion that preceded it.
	 */
	@SuppressWarnings("ReferenceEquality") // a comparison would cost what it is to save
	private record Conversion(ValueConverter<Object> converter, @Nullable JsonNode node, @Nullable Object value,
			@Nullable Conversion before) {

		static Conversion none(ValueConverter<Object> converter) {
			return new Conversion(converter, null, null, null);
		}

		boolean isOf(JsonNode other) {
			return this.node == other;
		}

		Conversion next(WatchEvent event) {
			JsonNode fresh = event.current().isMissingNode() ? NullNode.getInstance() : event.current();
			List<DeltaOp> ops = isOf(event.previous()) ? event.ops().get() : null;
			return new Conversion(this.converter, event.current(), this.converter.convert(fresh, ops),
					new Conversion(this.converter, this.node, this.value, null));
		}

	}

}
