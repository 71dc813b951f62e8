// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sodp.spring.internal.AnnotatedMethodBeanPostProcessor;
import dev.sodp.spring.internal.AnnotatedMethods;
import dev.sodp.spring.internal.BeanMethods;
import dev.sodp.spring.internal.MostSpecific;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the methods annotated with {@link SodpMethod} and registers them with the
 * {@link SodpMethodRegistry} once all singletons have been created, and so before a web
 * server accepts connections. Not ordered, so that it runs after the post-processors that
 * wrap beans in proxies.
 */
public final class SodpMethodAnnotationBeanPostProcessor extends AnnotatedMethodBeanPostProcessor<SodpMethod> {

	private static final AnnotatedMethods<SodpMethod> FINDER = new AnnotatedMethods<>(List.of(SodpMethod.class),
			(method) -> MostSpecific.one(method, SodpMethod.class));

	private final ObjectProvider<SodpMethodRegistry> registry;

	/**
	 * Creates the post-processor.
	 * @param registry the registry; requested once all singletons have been created, and
	 * only if there is a method to register
	 */
	public SodpMethodAnnotationBeanPostProcessor(ObjectProvider<SodpMethodRegistry> registry) {
		super(FINDER);
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
	}

	@Override
	protected RuntimeException refusal(Class<?> beanClass, Method method, String problem, String remedy) {
		return new InvalidSodpMethodException(BeanMethods.describe(beanClass, method), problem, remedy, null);
	}

	@Override
	protected void register(String beanName, Object bean, Class<?> beanClass, Map<Method, SodpMethod> annotated) {
		annotated.forEach((method, annotation) -> {
			String name = Objects.requireNonNullElse(beanFactory().resolveEmbeddedValue(annotation.value()), "");
			this.registry.getObject().register(ServedMethod.of(name, beanName, bean, beanClass, method));
		});
	}

	/**
	 * Returns whether a class has methods annotated with {@link SodpMethod}.
	 * @param type class of a bean
	 * @return true if there is at least one, including inherited and meta-annotated
	 * methods
	 */
	public static boolean hasServedMethods(Class<?> type) {
		return !FINDER.find(type).isEmpty();
	}

}
