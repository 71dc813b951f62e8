package dev.sodp.spring.watch;

import java.util.List;

import dev.sodp.client.SodpClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.validation.Validator;

/**
 * Makes {@link WatchInvocation}s: spring-messaging's own argument resolution with the
 * types of this library added.
 */
final class WatchInvocationFactory extends DefaultMessageHandlerMethodFactory {

	private final HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();

	WatchInvocationFactory(SodpClient client, JsonMapper mapper, @Nullable Validator validator,
			@Nullable BeanFactory beanFactory) {
		JsonNodeMessageConverter converter = new JsonNodeMessageConverter(mapper);
		setMessageConverter(converter);
		if (beanFactory != null) {
			setBeanFactory(beanFactory);
		}
		List<HandlerMethodArgumentResolver> own = List.of(new WatchMetaArgumentResolver(),
				new StateRefArgumentResolver(client), new ClientArgumentResolver(client),
				new ValueArgumentResolver(converter, validator));
		setCustomArgumentResolvers(own);
		this.resolvers.addResolvers(initArgumentResolvers());
	}

	/**
	 * Makes the invocation of an endpoint.
	 * @throws InvalidSodpWatchException if no call of the method could ever succeed
	 */
	WatchInvocation create(SodpWatchEndpoint endpoint) {
		WatchInvocation invocation = new WatchInvocation(endpoint);
		invocation.setMessageMethodArgumentResolvers(this.resolvers);
		new WatchSignature(endpoint, invocation.getMethodParameters()).check();
		return invocation;
	}

}
