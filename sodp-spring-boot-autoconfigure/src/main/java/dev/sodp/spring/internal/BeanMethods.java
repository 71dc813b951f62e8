// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.BridgeMethodResolver;

/**
 * How methods of beans are called through the proxies of the beans, never past them.
 */
public final class BeanMethods {

	/** The method that {@link #invocable} has not found. */
	public static final Problem UNREACHABLE = new Problem(
			"the bean is wrapped in a proxy that does not have the method",
			"Make it a public method of an interface that the bean implements, or let Spring proxy the class"
					+ " (spring.aop.proxy-target-class=true) and make the method at least package-private");

	/** A method for which {@link #isFinalBehindProxy} returns true. */
	public static final Problem FINAL = new Problem("the bean is wrapped in a proxy, which cannot call a final method",
			"Make the method non-final");

	private BeanMethods() {
	}

	/**
	 * Returns the method to invoke on a bean.
	 * @param bean the bean as other beans see it, possibly a proxy
	 * @param beanClass class of the bean, without proxies
	 * @param method a method of {@code beanClass} or a superclass
	 * @return the corresponding method of the proxy, or the method itself
	 * @throws IllegalStateException if the bean's proxy does not have the method
	 */
	public static Method invocable(Object bean, Class<?> beanClass, Method method) {
		IllegalStateException failure = new IllegalStateException(UNREACHABLE.text());
		for (Method variant : variants(beanClass, method)) {
			try {
				return AopUtils.selectInvocableMethod(variant, bean.getClass());
			}
			catch (IllegalStateException ex) {
				failure = ex;
			}
		}
		throw failure;
	}

	/**
	 * Returns the method and its bridge methods, by whose erased parameter types a
	 * generic interface declares it.
	 */
	private static List<Method> variants(Class<?> beanClass, Method method) {
		List<Method> variants = new ArrayList<>();
		variants.add(method);
		for (Method other : beanClass.getMethods()) {
			if (other.isBridge() && BridgeMethodResolver.findBridgedMethod(other).equals(method)) {
				variants.add(other);
			}
		}
		return variants;
	}

	/**
	 * Returns whether a call would run on the proxy itself, whose fields are all null,
	 * because a class-based proxy cannot override the method.
	 * @param bean the bean as other beans see it
	 * @param method the method
	 * @return true if it is final and the proxy is class-based
	 */
	public static boolean isFinalBehindProxy(Object bean, Method method) {
		return AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers());
	}

	/**
	 * Describes a method as an operator would search for it.
	 * @param beanClass class of the bean, without proxies
	 * @param method the method
	 * @return its class, name and parameter types
	 */
	public static String describe(Class<?> beanClass, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", beanClass.getName() + "." + method.getName() + "(", ")"));
	}

}
