// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;
import java.util.Collections;
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
 * Finds beans with annotated methods and registers them once all singletons have been
 * created, including those created before this post-processor; beans created later are
 * registered immediately. Rejects beans whose methods would never be called.
 *
 * @param <A> metadata of a method
 */
public abstract class AnnotatedMethodBeanPostProcessor<A>
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware {

	private final AnnotatedMethods<A> methods;

	/** Classes without annotated methods, which are the majority in a context. */
	private final Set<Class<?>> unannotated = ConcurrentHashMap.newKeySet();

	/**
	 * Beans may be created by several threads, if their bootstrap is in the background.
	 */
	private final Map<String, Object> beans = Collections.synchronizedMap(new LinkedHashMap<>());

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
		addMissed();
		this.singletonsInstantiated = true;
		new LinkedHashMap<>(this.beans).forEach((name, early) -> {
			Object bean = (early instanceof FactoryBean) ? early : beanFactory().getBean(name);
			Class<?> beanClass = AopProxyUtils.ultimateTargetClass(early);
			register(name, bean, beanClass, find(beanClass));
		});
		this.beans.clear();
	}

	/**
	 * Adds singletons that were created before this post-processor was registered,
	 * because another post-processor needs them, that were registered as instances, or
	 * that a {@link FactoryBean} has not been asked for yet.
	 */
	private void addMissed() {
		ConfigurableListableBeanFactory factory = beanFactory();
		for (String name : factory.getSingletonNames()) {
			Object singleton = factory.getSingleton(name);
			if (singleton != null && !(singleton instanceof AopInfrastructureBean)) {
				addMissed(name, singleton);
			}
		}
	}

	private void addMissed(String name, Object singleton) {
		if (!find(AopProxyUtils.ultimateTargetClass(singleton)).isEmpty()) {
			this.beans.putIfAbsent(name, singleton);
		}
		else if (singleton instanceof FactoryBean<?> factoryBean && factoryBean.isSingleton()) {
			Class<?> product = factoryBean.getObjectType();
			if (product != null && !ScopedObject.class.isAssignableFrom(product) && !find(product).isEmpty()) {
				this.beans.putIfAbsent(name, beanFactory().getBean(name));
			}
		}
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
	 * Creates the exception for a bean whose methods cannot be called.
	 * @param beanClass class of the bean, without proxies
	 * @param method one of its annotated methods
	 * @param problem why it cannot be called, as a sentence without its full stop
	 * @param remedy how to fix it, as a sentence without its full stop
	 * @return the exception to throw
	 */
	protected abstract RuntimeException refusal(Class<?> beanClass, Method method, String problem, String remedy);

	/**
	 * Registers the methods of a bean.
	 * @param beanName name of the bean
	 * @param bean the bean, including its proxies
	 * @param beanClass class of the bean, without proxies
	 * @param annotated the annotated methods
	 */
	protected abstract void register(String beanName, Object bean, Class<?> beanClass, Map<Method, A> annotated);

	/**
	 * Returns the bean factory.
	 * @return the bean factory that was passed to {@link #setBeanFactory}
	 */
	protected final ConfigurableListableBeanFactory beanFactory() {
		return Objects.requireNonNull(this.beanFactory, "setBeanFactory was not called");
	}

}
