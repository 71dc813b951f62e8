package dev.sodp.spring.watch;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Bean definitions whose watching methods nobody would ever call, because no instance
 * need exist: lazy ones and those that are not singletons.
 */
final class UnwatchableBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	UnwatchableBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Looks through all definitions.
	 * @throws InvalidSodpWatchException for the first one that is annotated
	 */
	void refuse() {
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
			if (!definition.isAbstract() && (definition.isLazyInit() || !definition.isSingleton())) {
				refuse(name, definition);
			}
		}
	}

	private void refuse(String name, BeanDefinition definition) {
		Class<?> beanClass = typeOf(name, definition);
		if (beanClass == null) {
			return;
		}
		Map<Method, Set<SodpWatch>> methods = WatchMethods.FINDER.find(beanClass);
		if (methods.isEmpty()) {
			return;
		}
		Method method = methods.keySet().iterator().next();
		if (!definition.isSingleton()) {
			throw notSingleton(name, beanClass, method);
		}
		throw new InvalidSodpWatchException(beanClass, method,
				"the bean '" + name + "' is lazy, so it would not watch until something else asks for it",
				"Remove @Lazy from the bean, or move the method to a bean that is not lazy");
	}

	private @Nullable Class<?> typeOf(String name, BeanDefinition definition) {
		Object original = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		return (original instanceof Class<?> type) ? type : this.beanFactory.getType(name, false);
	}

	static InvalidSodpWatchException notSingleton(String name, Class<?> beanClass, Method method) {
		String shown = ScopedProxyUtils.isScopedTarget(name) ? name.substring(name.indexOf('.') + 1) : name;
		return new InvalidSodpWatchException(beanClass, method,
				"the bean '" + shown + "' is not a singleton of the application context, so there is no one instance"
						+ " to call",
				"Make the bean a singleton, or move the method to a singleton and let that ask for the scoped bean");
	}

}
