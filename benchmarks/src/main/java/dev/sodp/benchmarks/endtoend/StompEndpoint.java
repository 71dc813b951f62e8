// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Spring's STOMP over WebSocket with its simple broker. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocketMessageBroker
class StompEndpoint implements WebSocketMessageBrokerConfigurer {

	static final String PATH = "/stomp";

	static final String TOPIC = "/topic/player";

	@Override
	public void registerStompEndpoints(StompEndpointRegistry registry) {
		registry.addEndpoint(PATH);
	}

	@Override
	public void configureMessageBroker(MessageBrokerRegistry registry) {
		registry.enableSimpleBroker("/topic");
	}

}
