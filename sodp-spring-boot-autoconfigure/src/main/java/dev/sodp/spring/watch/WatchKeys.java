package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Resolves placeholders and expressions in the keys of an annotation.
 */
final class WatchKeys {

	private final ConfigurableBeanFactory beanFactory;

	WatchKeys(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The keys, in the order they were written.
	 * @throws IllegalArgumentException saying which text gives no key
	 */
	List<String> resolve(String[] texts) {
		Set<String> keys = new LinkedHashSet<>();
		for (String text : texts) {
			add(text, evaluate(text), keys);
		}
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("it names no key");
		}
		return new ArrayList<>(keys);
	}

	private @Nullable Object evaluate(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		if (resolved != null && resolved.contains("${")) {
			// A context without a placeholder configurer leaves unknown ones as they are.
			throw new IllegalArgumentException("'" + text + "' names an unknown property");
		}
		BeanExpressionResolver resolver = this.beanFactory.getBeanExpressionResolver();
		return (resolver != null) ? resolver.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null))
				: resolved;
	}

	private static void add(String text, @Nullable Object value, Set<String> keys) {
		if (value instanceof String key && !key.isEmpty()) {
			keys.add(key);
		}
		else if (value instanceof Object[] elements) {
			for (Object element : elements) {
				add(text, element, keys);
			}
		}
		else if (value instanceof Iterable<?> elements) {
			for (Object element : elements) {
				add(text, element, keys);
			}
		}
		else {
			throw new IllegalArgumentException("'" + text + "' gives " + describe(value) + " instead of a key");
		}
	}

	private static String describe(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		return (value instanceof String) ? "an empty text" : "a " + value.getClass().getName();
	}

}
