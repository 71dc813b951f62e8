// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.method.ParameterKind;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves arguments that an event provides as they are: {@link WatchMeta}, the
 * operations, the {@link SodpClient}.
 */
final class EventArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type == WatchMeta.class || type == SodpClient.class || ParameterKind.isOps(parameter);
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		WatchEvent event = WatchMessage.eventOf(message);
		Class<?> type = parameter.getParameterType();
		if (type == WatchMeta.class) {
			return event.meta();
		}
		return (type == SodpClient.class) ? event.client() : event.ops().get();
	}

}
