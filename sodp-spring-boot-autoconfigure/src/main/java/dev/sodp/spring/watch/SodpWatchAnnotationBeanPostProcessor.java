// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.sodp.spring.internal.AnnotatedMethodBeanPostProcessor;
import dev.sodp.spring.internal.BeanMethods;
import dev.sodp.spring.watch.method.WatchAnnotations;
import dev.sodp.spring.watch.method.WatchMethods;
import dev.sodp.spring.watch.method.WatchedMethod;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the methods annotated with {@link SodpWatch} and registers them with the
 * {@link SodpWatchEndpointRegistry} once all singletons have been created, then calls the
 * {@link SodpWatchConfigurer}s. Not ordered, so that it runs after the post-processors
 * that wrap beans in proxies.
 */
public final class SodpWatchAnnotationBeanPostProcessor extends AnnotatedMethodBeanPostProcessor<Set<SodpWatch>> {

	private final ObjectProvider<SodpWatchEndpointRegistry> registry;

	/**
	 * Creates the post-processor.
	 * @param registry the registry; requested once all singletons have been created, and
	 * only if there is something to watch
	 */
	public SodpWatchAnnotationBeanPostProcessor(ObjectProvider<SodpWatchEndpointRegistry> registry) {
		super(WatchMethods.FINDER);
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
	}

	@Override
	public void afterSingletonsInstantiated() {
		super.afterSingletonsInstantiated();
		beanFactory().getBeanProvider(SodpWatchConfigurer.class)
			.orderedStream()
			.forEach((configurer) -> configurer.configureWatchers(this.registry.getObject()));
	}

	@Override
	protected RuntimeException refusal(Class<?> beanClass, Method method, String problem, String remedy) {
		return new InvalidSodpWatchException(BeanMethods.describe(beanClass, method), problem, remedy, null);
	}

	@Override
	protected void register(String beanName, Object bean, Class<?> beanClass, Map<Method, Set<SodpWatch>> annotated) {
		SodpWatchEndpointRegistry target = this.registry.getObject();
		WatchAnnotations annotations = new WatchAnnotations(beanFactory());
		annotated.forEach((method, all) -> {
			WatchedMethod watched = WatchedMethod.of(bean, beanClass, method);
			List<String> targets = annotations.targets(watched);
			String name = beanName + "." + method.getName();
			all.forEach((annotation) -> target
				.register(annotations.spec(watched, annotation, () -> target.freeId(name)), watched, targets));
		});
	}

	/**
	 * Returns whether a class has methods annotated with {@link SodpWatch}.
	 * @param type class of a bean
	 * @return true if there is at least one, including inherited and meta-annotated
	 * methods
	 */
	public static boolean hasWatchMethods(Class<?> type) {
		return !WatchMethods.FINDER.find(type).isEmpty();
	}

}
