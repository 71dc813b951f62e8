package dev.sodp.spring.watch;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the methods annotated with {@link SodpWatch} and hands them to the
 * {@link SodpWatchEndpointRegistry}, once all singletons exist. Not ordered, so that it
 * runs after the post-processors that wrap beans in proxies.
 */
public final class SodpWatchAnnotationBeanPostProcessor
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware {

	private final ObjectProvider<SodpWatchEndpointRegistry> registry;

	/** Classes without annotated methods: most of a context. */
	private final Set<Class<?>> unannotated = ConcurrentHashMap.newKeySet();

	private final Map<String, Object> beans = new LinkedHashMap<>();

	private volatile boolean singletonsInstantiated;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates the post-processor.
	 * @param registry asked for when all singletons exist, and only if a method is
	 * annotated
	 */
	public SodpWatchAnnotationBeanPostProcessor(ObjectProvider<SodpWatchEndpointRegistry> registry) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
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
		Map<Method, SodpWatch> methods = find(beanClass);
		if (!methods.isEmpty()) {
			requireSingleton(bean, beanName, beanClass, methods.keySet().iterator().next());
			if (this.singletonsInstantiated) {
				register(bean, beanClass, methods);
			}
			else {
				this.beans.put(beanName, bean);
			}
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory factory = beanFactory();
		new UnwatchableBeans(factory).refuse();
		this.singletonsInstantiated = true;
		this.beans.forEach((name, early) -> {
			Object bean = (early instanceof FactoryBean) ? early : factory.getBean(name);
			Class<?> beanClass = AopProxyUtils.ultimateTargetClass(early);
			register(bean, beanClass, find(beanClass));
		});
		this.beans.clear();
	}

	private Map<Method, SodpWatch> find(Class<?> beanClass) {
		if (this.unannotated.contains(beanClass)) {
			return Map.of();
		}
		Map<Method, SodpWatch> methods = WatchMethods.find(beanClass);
		if (methods.isEmpty()) {
			this.unannotated.add(beanClass);
		}
		return methods;
	}

	private void requireSingleton(Object bean, String beanName, Class<?> beanClass, Method method) {
		ConfigurableListableBeanFactory factory = beanFactory();
		if (bean instanceof ScopedObject || !factory.containsBean(beanName) || !factory.isSingleton(beanName)) {
			throw UnwatchableBeans.notSingleton(beanName, beanClass, method);
		}
	}

	private void register(Object bean, Class<?> beanClass, Map<Method, SodpWatch> methods) {
		SodpWatchEndpointRegistry target = this.registry.getObject();
		methods.forEach((method, annotation) -> target.register(new SodpWatchEndpoint(bean, beanClass, method,
				invocable(bean, beanClass, method), keys(beanClass, method, annotation))));
	}

	private static Method invocable(Object bean, Class<?> beanClass, Method method) {
		IllegalStateException failure = null;
		for (Method variant : WatchMethods.variants(beanClass, method)) {
			try {
				return AopUtils.selectInvocableMethod(variant, bean.getClass());
			}
			catch (IllegalStateException ex) {
				failure = ex;
			}
		}
		throw new InvalidSodpWatchException(beanClass, method,
				"the bean is wrapped in a proxy that does not have the method",
				"Make it a public method of an interface that the bean implements, or let Spring proxy the class"
						+ " (spring.aop.proxy-target-class=true) and make the method at least package-private",
				failure);
	}

	private List<String> keys(Class<?> beanClass, Method method, SodpWatch annotation) {
		try {
			return new WatchKeys(beanFactory()).resolve(annotation.keys());
		}
		catch (RuntimeException ex) {
			throw new InvalidSodpWatchException(beanClass, method, "its keys cannot be resolved: " + ex.getMessage(),
					"Write at least one key, such as @SodpWatch(\"game.player\"), and define the properties and beans"
							+ " that placeholders and expressions name",
					ex);
		}
	}

	private ConfigurableListableBeanFactory beanFactory() {
		return Objects.requireNonNull(this.beanFactory, "setBeanFactory was not called");
	}

}
