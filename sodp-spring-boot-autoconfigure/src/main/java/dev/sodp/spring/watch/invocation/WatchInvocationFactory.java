// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.util.List;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChange;
import dev.sodp.spring.watch.InvalidSodpWatchException;
import dev.sodp.spring.watch.method.WatchSignature;
import dev.sodp.spring.watch.method.WatchedMethod;
import dev.sodp.state.PathPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.validation.Validator;

/**
 * Creates handlers for methods, with the argument resolution of spring-messaging extended
 * by the types of this library, and for listeners.
 */
public final class WatchInvocationFactory extends DefaultMessageHandlerMethodFactory {

	private final HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();

	private final TypedChanges changes;

	public WatchInvocationFactory(JsonMapper mapper, @Nullable Validator validator, @Nullable BeanFactory beanFactory) {
		JsonNodeMessageConverter converter = new JsonNodeMessageConverter(mapper);
		this.changes = new TypedChanges(mapper, converter);
		setMessageConverter(converter);
		if (beanFactory != null) {
			setBeanFactory(beanFactory);
		}
		DefaultFormattingConversionService conversions = new DefaultFormattingConversionService();
		setConversionService(conversions);
		List<HandlerMethodArgumentResolver> own = List.of(new EventArgumentResolver(),
				new DestinationVariableMethodArgumentResolver(conversions), new StateRefArgumentResolver(),
				new StateChangeArgumentResolver(this.changes, converter, validator),
				new ValueArgumentResolver(this.changes, converter, validator));
		setCustomArgumentResolvers(own);
		this.resolvers.addResolvers(initArgumentResolvers());
	}

	/**
	 * Creates the handler for a method.
	 * @throws InvalidSodpWatchException if no call of the method could ever succeed
	 */
	public WatchHandler create(WatchedMethod method, @Nullable String path) {
		WatchInvocation invocation = new WatchInvocation(method);
		invocation.setMessageMethodArgumentResolvers(this.resolvers);
		new WatchSignature(method, (path != null) ? PathPattern.parse(path) : null, invocation.getMethodParameters())
			.check();
		WatchResults.check(method);
		return invocation;
	}

	/** Creates the handler for a listener with the type parameter {@code type}. */
	@SuppressWarnings("unchecked")
	public <T> WatchHandler create(Type type, AsyncStateChangeListener<T> listener) {
		return (event) -> {
			StateChange<T> change = (StateChange<T>) this.changes.of(event, type);
			return listener.onChange(change).thenApply((result) -> null);
		};
	}

}
