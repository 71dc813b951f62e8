package dev.sodp.spring.watch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a watching method. Arguments follow the method of the bean's class, also where
 * the bean is a proxy that knows only an interface, so that annotations and generic types
 * are found where users write them.
 */
final class WatchInvocation extends InvocableHandlerMethod {

	private final SodpWatchEndpoint endpoint;

	WatchInvocation(SodpWatchEndpoint endpoint) {
		super(endpoint.bean(), endpoint.method());
		this.endpoint = endpoint;
		ReflectionUtils.makeAccessible(endpoint.invocable());
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.endpoint.beanClass();
	}

	/** Calls the method; a method without a result has finished when this returns. */
	CompletionStage<?> call(@Nullable JsonNode value, WatchMeta meta) throws Exception {
		JsonNode payload = (value != null) ? value : NullNode.getInstance();
		Object result = invoke(new GenericMessage<>(payload, headers(meta)));
		return (result instanceof CompletionStage<?> stage) ? stage : CompletableFuture.completedStage(null);
	}

	private static Map<String, Object> headers(WatchMeta meta) {
		Map<String, Object> headers = new HashMap<>();
		headers.put(SodpHeaders.KEY, meta.key());
		headers.put(SodpHeaders.VERSION, meta.version());
		headers.put(SodpHeaders.INITIALIZED, meta.initialized());
		headers.put(SodpHeaders.SOURCE, meta.source());
		headers.put(SodpHeaders.MERGED, meta.merged());
		headers.put(SodpHeaders.META, meta);
		return headers;
	}

	@Override
	protected @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
		Method method = this.endpoint.invocable();
		try {
			return method.invoke(this.endpoint.bean(), args);
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getTargetException();
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (thrown instanceof Exception exception) ? exception : new IllegalStateException(thrown);
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
