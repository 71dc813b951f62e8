package dev.sodp.spring.watch;

import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;

import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.WatchMeta;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.util.Assert;

/**
 * Resolves parameters of type {@link StateRef}, for the key of the event and with the
 * type the parameter declares; as a tree if it declares none.
 */
final class StateRefArgumentResolver implements HandlerMethodArgumentResolver {

	private final SodpClient client;

	StateRefArgumentResolver(SodpClient client) {
		this.client = client;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == StateRef.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		WatchMeta meta = message.getHeaders().get(SodpHeaders.META, WatchMeta.class);
		Assert.state(meta != null, "The message was not made by a watch");
		Type type = valueType(parameter);
		return this.client.state(meta.key(), new TypeReference<Object>() {

			@Override
			public Type getType() {
				return type;
			}

		});
	}

	private static Type valueType(MethodParameter parameter) {
		ResolvableType value = ResolvableType.forMethodParameter(parameter).getGeneric();
		Class<?> resolved = value.resolve();
		if (resolved == null) {
			return JsonNode.class;
		}
		if (value.getType() instanceof WildcardType) {
			return (resolved != Object.class) ? resolved : JsonNode.class;
		}
		return GenericTypeResolver.resolveType(value.getType(), parameter.getContainingClass());
	}

}
