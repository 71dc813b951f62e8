// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.Map;

import dev.sodp.server.MethodInvocation;
import tools.jackson.databind.JsonNode;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.Assert;

/**
 * A call in the form of a message, as argument resolvers expect it.
 */
final class CallMessage extends GenericMessage<JsonNode> {

	private static final long serialVersionUID = 1L;

	private final transient MethodInvocation call;

	CallMessage(MethodInvocation call) {
		super(call.arguments(), Map.of(SodpMethodHeaders.METHOD, call.method(), SodpMethodHeaders.SESSION_ID,
				call.session().id(), SodpMethodHeaders.PEER, call.session().peer()));
		this.call = call;
	}

	static MethodInvocation callOf(Message<?> message) {
		Assert.state(message instanceof CallMessage, "The message was not made by a call");
		return ((CallMessage) message).call;
	}

	/**
	 * Omits the arguments, which may be large or confidential: exceptions contain this
	 * text.
	 */
	@Override
	public String toString() {
		return "CallMessage[" + this.call.method() + "]";
	}

}
