package dev.sodp.spring.watch;

import dev.sodp.client.SodpClient;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves parameters of type {@link SodpClient}.
 */
final class ClientArgumentResolver implements HandlerMethodArgumentResolver {

	private final SodpClient client;

	ClientArgumentResolver(SodpClient client) {
		this.client = client;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == SodpClient.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		return this.client;
	}

}
