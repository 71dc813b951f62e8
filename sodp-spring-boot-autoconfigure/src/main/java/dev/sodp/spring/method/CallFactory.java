// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.List;

import dev.sodp.state.TreeWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.validation.Validator;

/**
 * Creates what calls a method, with resolvers that all methods share.
 */
final class CallFactory {

	private final HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();

	private final TreeWriter writer;

	CallFactory(JsonMapper mapper, @Nullable Validator validator, ConfigurableBeanFactory beanFactory) {
		this.writer = new TreeWriter(mapper);
		this.resolvers.addResolvers(
				List.of(new HeaderMethodArgumentResolver(new DefaultFormattingConversionService(), beanFactory),
						new HeadersMethodArgumentResolver(), new CallResolver(),
						new ArgumentsResolver(mapper, new Violations(mapper, validator))));
	}

	CallTarget create(ServedMethod method) {
		CallTarget target = new CallTarget(method, this.writer);
		target.setMessageMethodArgumentResolvers(this.resolvers);
		return target;
	}

}
