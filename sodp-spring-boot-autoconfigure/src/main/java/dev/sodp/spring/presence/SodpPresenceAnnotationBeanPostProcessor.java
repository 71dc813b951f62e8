package dev.sodp.spring.presence;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the methods annotated with {@link SodpPresence} and hands them to the
 * {@link SodpPresenceRegistry}, once all singletons exist. Not ordered, so that it runs
 * after the post-processors that wrap beans in proxies.
 */
public final class SodpPresenceAnnotationBeanPostProcessor
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware {

	private final ObjectProvider<SodpPresenceRegistry> registry;

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
	public SodpPresenceAnnotationBeanPostProcessor(ObjectProvider<SodpPresenceRegistry> registry) {
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
		Map<Method, SodpPresence> methods = find(beanClass);
		if (!methods.isEmpty()) {
			requireSingleton(beanName, beanClass, methods.keySet().iterator().next());
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
		this.singletonsInstantiated = true;
		this.beans.forEach((name, early) -> {
			Object bean = (early instanceof FactoryBean) ? early : beanFactory().getBean(name);
			Class<?> beanClass = AopProxyUtils.ultimateTargetClass(early);
			register(bean, beanClass, find(beanClass));
		});
		this.beans.clear();
	}

	private Map<Method, SodpPresence> find(Class<?> beanClass) {
		if (this.unannotated.contains(beanClass)) {
			return Map.of();
		}
		Map<Method, SodpPresence> methods = PresenceMethods.find(beanClass);
		if (methods.isEmpty()) {
			this.unannotated.add(beanClass);
		}
		return methods;
	}

	private void requireSingleton(String beanName, Class<?> beanClass, Method method) {
		ConfigurableListableBeanFactory factory = beanFactory();
		if (!factory.containsBean(beanName) || !factory.isSingleton(beanName)) {
			throw new InvalidSodpPresenceException(beanClass, method, "the bean '" + beanName
					+ "' is not a singleton of the application context, so there is no one" + " instance to call",
					"Make the bean a singleton, or move the method to one", null);
		}
	}

	private void register(Object bean, Class<?> beanClass, Map<Method, SodpPresence> methods) {
		methods.forEach((method, annotation) -> register(bean, beanClass, method, annotation));
	}

	private void register(Object bean, Class<?> beanClass, Method method, SodpPresence annotation) {
		Method invocable = PresenceMethods.invocable(bean, beanClass, method);
		SodpPresenceRegistry target = this.registry.getObject();
		try {
			PresenceTexts texts = new PresenceTexts(new EmbeddedValueResolver(beanFactory()));
			String named = texts.text(annotation.client());
			String client = StringUtils.hasText(named) ? named : SodpClients.PRIMARY;
			SodpClient used = target.client(client);
			target.register(client,
					new DeclaredPresence(PresenceMethods.describe(beanClass, method), used,
							used.state(texts.text(annotation.key())).key(), texts.path(annotation.path()), bean,
							invocable, target::failed));
		}
		catch (InvalidSodpPresenceException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new InvalidSodpPresenceException(beanClass, method,
					String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Write a key and a path, such as @SodpPresence(key = \"services.instances\", path ="
							+ " \"/${spring.application.name}-${random.uuid}\"), and define the properties and clients"
							+ " that they name",
					ex);
		}
	}

	private ConfigurableListableBeanFactory beanFactory() {
		return Objects.requireNonNull(this.beanFactory, "setBeanFactory was not called");
	}

}
