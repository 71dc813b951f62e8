package dev.sodp.spring.watch;

import java.lang.reflect.Method;
import java.util.List;

/**
 * A method that watches: everything its annotation and its bean say, resolved.
 *
 * @param bean the bean as others see it, possibly a proxy
 * @param beanClass class of the bean behind proxies
 * @param method the annotated method, of {@code beanClass} or a superclass; its
 * parameters decide about the arguments
 * @param invocable the same method as it can be called on {@code bean}
 * @param keys the keys to watch, without duplicates
 */
record SodpWatchEndpoint(Object bean, Class<?> beanClass, Method method, Method invocable, List<String> keys) {

	SodpWatchEndpoint {
		keys = List.copyOf(keys);
	}

	String description() {
		return WatchMethods.describe(this.beanClass, this.method);
	}

	InvalidSodpWatchException invalid(String problem, String remedy) {
		return new InvalidSodpWatchException(this.beanClass, this.method, problem, remedy);
	}

}
