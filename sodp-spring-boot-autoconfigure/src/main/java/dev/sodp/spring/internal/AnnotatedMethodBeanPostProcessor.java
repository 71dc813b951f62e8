// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds beans with annotated methods and registers them once all singletons exist, later
 * ones at once. Refuses those whose methods nobody would ever call.
 *
 * @param <A> what is found on a method
 */
public abstract class AnnotatedMethodBeanPostProcessor<A>
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware {

	private final AnnotatedMethods<A> methods;

	/** Classes without annotated methods: most of a context. */
	private final Set<Class<?>> unannotated = ConcurrentHashMap.newKeySet();

	private final Map<String, Object> beans = new LinkedHashMap<>();

	private volatile boolean singletonsInstantiated;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates a post-processor.
	 * @param methods finds the methods of a class
	 */
	protected AnnotatedMethodBeanPostProcessor(AnnotatedMethods<A> methods) {
		this.methods = methods;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		Class<?> beanClass = AopProxyUtils.ultimateTargetClass(bean);
		Map<Method, A> annotated = find(beanClass);
		if (!annotated.isEmpty()) {
			ConfigurableListableBeanFactory factory = beanFactory();
			if (bean instanceof ScopedObject || !factory.containsBean(beanName) || !factory.isSingleton(beanName)) {
				throw uncallable().notSingleton(beanName, beanClass, annotated.keySet().iterator().next());
			}
			if (this.singletonsInstantiated) {
				register(beanName, bean, beanClass, annotated);
			}
			else {
				this.beans.put(beanName, bean);
			}
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		uncallable().refuse();
		this.singletonsInstantiated = true;
		this.beans.forEach((name, early) -> {
			Object bean = (early instanceof FactoryBean) ? early : beanFactory().getBean(name);
			Class<?> beanClass = AopProxyUtils.ultimateTargetClass(early);
			register(name, bean, beanClass, find(beanClass));
		});
		this.beans.clear();
	}

	private Map<Method, A> find(Class<?> beanClass) {
		if (this.unannotated.contains(beanClass)) {
			return Map.of();
		}
		Map<Method, A> annotated = this.methods.find(beanClass);
		if (annotated.isEmpty()) {
			this.unannotated.add(beanClass);
		}
		return annotated;
	}

	private UncallableBeans<A> uncallable() {
		return new UncallableBeans<>(beanFactory(), this.methods, this);
	}

	/**
	 * What to throw for a bean whose methods cannot be called.
	 * @param beanClass its class, without proxies
	 * @param method one of its annotated methods
	 * @param problem why, a sentence without its full stop
	 * @param remedy what to write instead, a sentence without its full stop
	 * @return the exception
	 */
	protected abstract RuntimeException refusal(Class<?> beanClass, Method method, String problem, String remedy);

	/**
	 * Registers the methods of a bean.
	 * @param beanName its name
	 * @param bean the bean, with its proxies
	 * @param beanClass its class, without proxies
	 * @param annotated its annotated methods
	 */
	protected abstract void register(String beanName, Object bean, Class<?> beanClass, Map<Method, A> annotated);

	/**
	 * The factory of the beans.
	 * @return what {@link #setBeanFactory} was called with
	 */
	protected final ConfigurableListableBeanFactory beanFactory() {
		return Objects.requireNonNull(this.beanFactory, "setBeanFactory was not called");
	}

}
