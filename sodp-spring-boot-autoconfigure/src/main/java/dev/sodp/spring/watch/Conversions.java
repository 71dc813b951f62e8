package dev.sodp.spring.watch;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the last value of a key became, by type: the next event shows it as the previous
 * one, and converting a large value twice is dear. Thread-safe.
 */
final class Conversions {

	private final Map<Type, Conversion> latest = new ConcurrentHashMap<>();

	void remember(Type type, JsonNode node, @Nullable Object value) {
		this.latest.put(type, new Conversion(node, value));
	}

	/** The conversion of exactly this instance, if it was the last one to the type. */
	@SuppressWarnings("ReferenceEquality") // a comparison would cost what it is to save
	@Nullable Conversion find(Type type, JsonNode node) {
		Conversion known = this.latest.get(type);
		return (known != null && known.node() == node) ? known : null;
	}

	record Conversion(JsonNode node, @Nullable Object value) {
	}

}
