// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.util.HashMap;
import java.util.Map;

import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.SodpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.Assert;

/**
 * An event in the form of a message, as argument resolvers expect it.
 */
final class WatchMessage extends GenericMessage<JsonNode> {

	private static final long serialVersionUID = 1L;

	private final transient WatchEvent event;

	WatchMessage(WatchEvent event) {
		super(event.current().isMissingNode() ? NullNode.getInstance() : event.current(), headers(event));
		this.event = event;
	}

	private static Map<String, Object> headers(WatchEvent event) {
		WatchMeta meta = event.meta();
		Map<String, Object> headers = new HashMap<>();
		headers.put(SodpHeaders.KEY, meta.key());
		headers.put(SodpHeaders.VERSION, meta.version());
		headers.put(SodpHeaders.INITIALIZED, meta.initialized());
		headers.put(SodpHeaders.SOURCE, meta.source());
		headers.put(SodpHeaders.MERGED, meta.merged());
		headers.put(SodpHeaders.PATH, event.place().toString());
		headers.put(SodpHeaders.META, meta);
		if (!event.variables().isEmpty()) {
			headers.put(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER,
					event.variables());
		}
		return headers;
	}

	static WatchEvent eventOf(Message<?> message) {
		Assert.state(message instanceof WatchMessage, "The message was not made by a watch");
		return ((WatchMessage) message).event;
	}

	/**
	 * Omits the value, which may be large or confidential: exceptions contain this text.
	 */
	@Override
	public String toString() {
		return "WatchMessage[" + this.event.meta() + "]";
	}

}
