// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.internal.AnnotatedMethodBeanPostProcessor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the methods annotated with {@link SodpPresence} and registers them with the
 * {@link SodpPresenceRegistry} once all singletons have been created. Not ordered, so
 * that it runs after the post-processors that wrap beans in proxies.
 */
public final class SodpPresenceAnnotationBeanPostProcessor extends AnnotatedMethodBeanPostProcessor<SodpPresence> {

	private final ObjectProvider<SodpPresenceRegistry> registry;

	/**
	 * Creates the post-processor.
	 * @param registry the registry; requested once all singletons have been created, and
	 * only if a method is annotated
	 */
	public SodpPresenceAnnotationBeanPostProcessor(ObjectProvider<SodpPresenceRegistry> registry) {
		super(PresenceMethods.FINDER);
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
	}

	@Override
	protected RuntimeException refusal(Class<?> beanClass, Method method, String problem, String remedy) {
		return new InvalidSodpPresenceException(beanClass, method, problem, remedy, null);
	}

	@Override
	protected void register(String beanName, Object bean, Class<?> beanClass, Map<Method, SodpPresence> annotated) {
		annotated.forEach((method, annotation) -> register(bean, beanClass, method, annotation));
	}

	private void register(Object bean, Class<?> beanClass, Method method, SodpPresence annotation) {
		Method invocable = PresenceMethods.invocable(bean, beanClass, method);
		SodpPresenceRegistry target = this.registry.getObject();
		try {
			PresenceTexts texts = new PresenceTexts(new EmbeddedValueResolver(beanFactory()));
			String named = texts.text(annotation.client());
			String client = StringUtils.hasText(named) ? named : SodpClients.PRIMARY;
			SodpClient used = target.client(client);
			String key = used.state(texts.text(annotation.key())).key();
			String path = texts.path(annotation.path());
			DeclaredPresence other = target.at(client, key, path);
			if (other != null) {
				throw new InvalidSodpPresenceException(beanClass, method,
						"its place in '" + key + "', " + path + ", is taken by " + other,
						"Give each value a path of its own", null);
			}
			target.register(client, new DeclaredPresence(PresenceMethods.describe(beanClass, method), used, key, path,
					bean, invocable, PresenceMethods.valueType(beanClass, method), target::failed));
		}
		catch (InvalidSodpPresenceException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new InvalidSodpPresenceException(beanClass, method,
					String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Specify a key and a path, for example @SodpPresence(key = \"services.instances\", path ="
							+ " \"/${spring.application.name}-${random.uuid}\"), and define the properties and clients"
							+ " they refer to",
					ex);
		}
	}

	/**
	 * Returns whether a class has methods annotated with {@link SodpPresence}.
	 * @param type class of a bean
	 * @return true if there is at least one, including inherited and meta-annotated
	 * methods
	 */
	public static boolean hasPresenceMethods(Class<?> type) {
		return !PresenceMethods.FINDER.find(type).isEmpty();
	}

}
