// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

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
		return new Capabilities(limit(map.get(Names.RATE_LIMIT_WRITES)), limit(map.get(Names.RATE_LIMIT_WATCHES)),
				limit(map.get(Names.BACKPRESSURE_LIMIT)), flag(map.get(Names.MULTI_WATCH)), flag(map.get(Names.PARAMS)),
				flag(map.get(Names.RESUME)), flag(map.get(Names.REMOVE_IN)), text(map.get(Names.EPOCH)));
	}

	private static @Nullable Integer limit(@Nullable JsonNode node) {
		if (node == null || !node.isNumber() || node.doubleValue() < 0) {
			return null;
		}
		return (int) Math.min(node.doubleValue(), Integer.MAX_VALUE);
	}

	private static boolean flag(@Nullable JsonNode node) {
		return node != null && node.isBoolean() && node.booleanValue();
	}

	private static @Nullable String text(@Nullable JsonNode node) {
		return (node != null && node.isString()) ? node.stringValue() : null;
	}

	static JsonNode write(Capabilities capabilities) {
		Map<String, JsonNode> map = new LinkedHashMap<>();
		map.put(Names.RATE_LIMIT_WRITES, number(capabilities.rateLimitWrites()));
		map.put(Names.RATE_LIMIT_WATCHES, number(capabilities.rateLimitWatches()));
		map.put(Names.BACKPRESSURE_LIMIT, number(capabilities.backpressureLimit()));
		map.put(Names.MULTI_WATCH, BooleanNode.valueOf(capabilities.multiWatch()));
		map.put(Names.PARAMS, BooleanNode.valueOf(capabilities.params()));
		map.put(Names.RESUME, BooleanNode.valueOf(capabilities.resume()));
		if (capabilities.removeIn()) {
			map.put(Names.REMOVE_IN, BooleanNode.TRUE);
		}
		String epoch = capabilities.epoch();
		if (epoch != null) {
			map.put(Names.EPOCH, StringNode.valueOf(epoch));
		}
		return ImmutableNodes.object(map);
	}

	private static JsonNode number(@Nullable Integer limit) {
		return (limit == null) ? NullNode.getInstance() : IntNode.valueOf(limit);
	}

}
