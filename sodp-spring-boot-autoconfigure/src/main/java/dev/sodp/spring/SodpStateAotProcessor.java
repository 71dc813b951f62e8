// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Lets a native image deserialize the values of injected {@link SodpState}s: finds the
 * injection points with a {@link SodpKey} in each bean and registers the types of their
 * values.
 */
final class SodpStateAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Set<Type> types = new LinkedHashSet<>();
		Class<?> beanClass = registeredBean.getBeanClass();
		Executable creator = creator(registeredBean);
		if (creator != null) {
			collect(creator, creator.getDeclaringClass(), types);
		}
		ReflectionUtils.doWithMethods(beanClass, (method) -> collect(method, beanClass, types));
		ReflectionUtils.doWithFields(beanClass,
				(field) -> collect(field, ResolvableType.forField(field, beanClass), types));
		if (types.isEmpty()) {
			return null;
		}
		return (context, code) -> new BindingReflectionHintsRegistrar()
			.registerReflectionHints(context.getRuntimeHints().reflection(), types.toArray(Type[]::new));
	}

	private static @Nullable Executable creator(RegisteredBean registeredBean) {
		try {
			return registeredBean.resolveInstantiationDescriptor().executable();
		}
		catch (RuntimeException ex) {
			// For example a bean created by a supplier, for which nothing is injected by
			// annotation.
			return null;
		}
	}

	private static void collect(Executable executable, Class<?> beanClass, Set<Type> types) {
		for (int i = 0; i < executable.getParameterCount(); i++) {
			MethodParameter parameter = MethodParameter.forExecutable(executable, i).withContainingClass(beanClass);
			collect(executable.getParameters()[i], ResolvableType.forMethodParameter(parameter), types);
		}
	}

	private static void collect(AnnotatedElement place, ResolvableType type, Set<Type> types) {
		if (AnnotatedElementUtils.hasAnnotation(place, SodpKey.class)) {
			collectValues(type, types);
		}
	}

	/** Looks inside wrappers of a state, such as an Optional. */
	private static void collectValues(ResolvableType type, Set<Type> types) {
		if (type.resolve() != SodpState.class) {
			for (ResolvableType generic : type.getGenerics()) {
				collectValues(generic, types);
			}
			return;
		}
		ResolvableType value = type.getGeneric();
		Class<?> raw = value.resolve();
		if (raw != null) {
			types.add((value.getType() instanceof TypeVariable) ? raw : value.getType());
		}
	}

}
