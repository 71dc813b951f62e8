// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Resolves placeholders and expressions in the text attributes of an annotation. Throws
 * an {@link IllegalArgumentException}, or one of Spring's exceptions, for what cannot be
 * resolved.
 */
final class WatchTexts {

	private final ConfigurableBeanFactory beanFactory;

	WatchTexts(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Nullable Object evaluate(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		if (resolved != null && resolved.contains("${")) {
			// A context without a placeholder configurer leaves unresolvable placeholders
			// as they are.
			throw new IllegalArgumentException("'" + text + "' refers to an undefined property");
		}
		BeanExpressionResolver resolver = this.beanFactory.getBeanExpressionResolver();
		return (resolver != null) ? resolver.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null))
				: resolved;
	}

	String text(String text) {
		Object value = evaluate(text);
		if (value instanceof String resolved) {
			return resolved;
		}
		throw new IllegalArgumentException("'" + text + "' evaluates to " + describe(value) + " instead of a text");
	}

	boolean flag(String text) {
		Object value = evaluate(text);
		String written = String.valueOf(value).strip();
		if (written.equalsIgnoreCase("true") || written.equalsIgnoreCase("false")) {
			return Boolean.parseBoolean(written);
		}
		throw new IllegalArgumentException("'" + text + "' evaluates to '" + value + "' instead of true or false");
	}

	/** Returns a bean by its name, or the result of an expression. */
	<T> T reference(String text, Class<T> type) {
		Object value = evaluate(text);
		if (value instanceof String name) {
			return this.beanFactory.getBean(name, type);
		}
		if (type.isInstance(value)) {
			return type.cast(value);
		}
		throw new IllegalArgumentException("'" + text + "' evaluates to " + describe(value) + " instead of a "
				+ type.getSimpleName() + " or the name of one");
	}

	static String describe(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		return (value instanceof String) ? "an empty text" : "a " + value.getClass().getName();
	}

}
