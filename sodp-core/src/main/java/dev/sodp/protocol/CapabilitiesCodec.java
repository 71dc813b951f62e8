// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

import dev.sodp.state.ImmutableNodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Capabilities as the map in HELLO (protocol section 2). What a peer writes there in an
 * unexpected way counts as not offered: it must not keep two implementations apart.
 */
final class CapabilitiesCodec {

	private CapabilitiesCodec() {
	}

	static Capabilities read(JsonNode map) {
		Capabilities.Builder capabilities = Capabilities.builder().epoch(text(map.get(Names.EPOCH)));
		for (Feature feature : Feature.values()) {
			if (isTrue(map.get(feature.wireName()))) {
				capabilities.with(feature);
			}
		}
		for (Limit limit : Limit.values()) {
			capabilities.limit(limit, number(map.get(limit.wireName())));
		}
		return capabilities.build();
	}

	private static boolean isTrue(@Nullable JsonNode node) {
		return node != null && node.isBoolean() && node.booleanValue();
	}

	private static int number(@Nullable JsonNode node) {
		return (node != null && node.isNumber()) ? (int) Math.max(0, Math.min(node.doubleValue(), Integer.MAX_VALUE))
				: 0;
	}

	private static @Nullable String text(@Nullable JsonNode node) {
		return (node != null && node.isString()) ? node.stringValue() : null;
	}

	static JsonNode write(Capabilities capabilities) {
		Map<String, JsonNode> map = new LinkedHashMap<>();
		for (Limit limit : Limit.values()) {
			OptionalInt value = capabilities.limit(limit);
			if (value.isPresent() || limit.isWrittenIfAbsent()) {
				map.put(limit.wireName(),
						value.isPresent() ? IntNode.valueOf(value.getAsInt()) : NullNode.getInstance());
			}
		}
		for (Feature feature : Feature.values()) {
			boolean present = capabilities.has(feature);
			if (present || feature.isWrittenIfAbsent()) {
				map.put(feature.wireName(), BooleanNode.valueOf(present));
			}
		}
		String epoch = capabilities.epoch();
		if (epoch != null) {
			map.put(Names.EPOCH, StringNode.valueOf(epoch));
		}
		return ImmutableNodes.object(map);
	}

}
