// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.autoproxy.AbstractAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds advice such as method security and transactions that applies to a method, but not
 * to a bean that was created before the post-processor that wraps beans in proxies.
 */
public final class MissedAdvice {

	private final Map<String, PointcutAdvisor> advisors = new LinkedHashMap<>();

	/**
	 * Looks up the advisors of a context that its proxies always apply.
	 * @param beanFactory the bean factory, with all post-processors
	 */
	public MissedAdvice(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(AbstractAdvisorAutoProxyCreator.class, true, false).length == 0) {
			return;
		}
		Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, Advisor.class, true, false))
			.filter((name) -> isInfrastructure(beanFactory, name))
			.forEach((name) -> {
				if (beanFactory.getBean(name) instanceof PointcutAdvisor advisor) {
					this.advisors.put(name, advisor);
				}
			});
	}

	private static boolean isInfrastructure(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.containsBeanDefinition(name)
				&& beanFactory.getMergedBeanDefinition(name).getRole() == BeanDefinition.ROLE_INFRASTRUCTURE;
	}

	/**
	 * Searches for advice that a bean without a proxy lacks.
	 * @param bean the bean as other beans see it
	 * @param beanClass class of the bean, without proxies
	 * @param method the method
	 * @return name of an advisor whose advice a call of the method would miss, or null
	 */
	public @Nullable String find(Object bean, Class<?> beanClass, Method method) {
		if (AopUtils.isAopProxy(bean)) {
			return null;
		}
		return this.advisors.entrySet()
			.stream()
			.filter((advisor) -> matches(advisor.getValue(), beanClass, method))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	private static boolean matches(PointcutAdvisor advisor, Class<?> beanClass, Method method) {
		return advisor.getPointcut().getClassFilter().matches(beanClass)
				&& advisor.getPointcut().getMethodMatcher().matches(method, beanClass);
	}

}
