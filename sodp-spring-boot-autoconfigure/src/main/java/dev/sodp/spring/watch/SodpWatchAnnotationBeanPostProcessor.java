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
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the methods annotated with {@link SodpWatch} and hands them to the
 * {@link SodpWatchEndpointRegistry}, once all singletons exist; then asks the
 * {@link SodpWatchConfigurer}s. Not ordered, so that it runs after the post-processors
 * that wrap beans in proxies.
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
	 * @param registry asked for when all singletons exist, and only if there is something
	 * to watch
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
		Map<Method, Set<SodpWatch>> methods = find(beanClass);
		if (!methods.isEmpty()) {
			requireSingleton(bean, beanName, beanClass, methods.keySet().iterator().next());
			if (this.singletonsInstantiated) {
				register(beanName, bean, beanClass, methods);
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
			register(name, bean, beanClass, find(beanClass));
		});
		this.beans.clear();
		factory.getBeanProvider(SodpWatchConfigurer.class)
			.orderedStream()
			.forEach((configurer) -> configurer.configureWatchers(this.registry.getObject()));
	}

	private Map<Method, Set<SodpWatch>> find(Class<?> beanClass) {
		if (this.unannotated.contains(beanClass)) {
			return Map.of();
		}
		Map<Method, Set<SodpWatch>> methods = WatchMethods.find(beanClass);
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

	private void register(String beanName, Object bean, Class<?> beanClass, Map<Method, Set<SodpWatch>> methods) {
		SodpWatchEndpointRegistry target = this.registry.getObject();
		WatchAnnotations annotations = new WatchAnnotations(beanFactory());
		methods.forEach((method, all) -> {
			WatchedMethod watched = WatchedMethod.of(bean, beanClass, method);
			List<String> targets = annotations.targets(watched);
			String name = beanName + "." + method.getName();
			all.forEach((annotation) -> target
				.register(annotations.spec(watched, annotation, () -> target.freeId(name)), watched, targets));
		});
	}

	/**
	 * Whether a class has methods annotated with {@link SodpWatch}.
	 * @param type class of a bean
	 * @return true if there is one, also an inherited or composed one
	 */
	public static boolean hasWatchMethods(Class<?> type) {
		return !WatchMethods.find(type).isEmpty();
	}

	private ConfigurableListableBeanFactory beanFactory() {
		return Objects.requireNonNull(this.beanFactory, "setBeanFactory was not called");
	}

}
