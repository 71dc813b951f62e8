package dev.sodp.client;

import tools.jackson.databind.JsonNode;

/**
 * A value on its way to a callback.
 *
 * @param value the value, immutable
 * @param meta version and origin
 */
record KeyEvent(JsonNode value, WatchMeta meta) {
}
