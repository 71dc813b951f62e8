// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.regex.Pattern;

import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpTemplate;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a client, a template and a lifecycle for each name under
 * {@code sodp.clients}. The name is their qualifier, and they are not default candidates,
 * so that the primary client remains the only one wherever no qualifier is given. Their
 * definitions refer to factory methods rather than suppliers, so that they can be
 * processed ahead of time.
 */
final class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {

	/** Name of the bean that creates the others. */
	static final String FACTORY = "sodpNamedClients";

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

	private final Environment environment;

	NamedClientsRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : new ClientNames(this.environment).find()) {
			check(name);
			String client = NamedClients.clientBean(name);
			if (isInherited(client, registry)) {
				continue;
			}
			register(name, registry, client, definition(name, SodpClient.class, "client"));
			RootBeanDefinition template = definition(name, SodpTemplate.class, "template");
			template.setDependsOn(client);
			register(name, registry, NamedClients.templateBean(name), template);
			RootBeanDefinition lifecycle = definition(name, SodpClientLifecycle.class, "lifecycle");
			lifecycle.setDependsOn(client);
			register(name, registry, NamedClients.lifecycleBean(name), lifecycle);
		}
	}

	private static void check(String name) {
		if (name.equals(SodpClients.PRIMARY)) {
			throw new InvalidSodpPropertyException("sodp.clients", name,
					"the name belongs to the client that is configured directly under sodp",
					"Set its properties there, or choose another name");
		}
		if (!NAME.matcher(name).matches()) {
			throw new InvalidSodpPropertyException("sodp.clients", name,
					"the name of a client must start with a letter and consist of lowercase letters, digits and dashes",
					"Use a name as in 'sodp.clients.games.url'");
		}
	}

	private static RootBeanDefinition definition(String name, Class<?> type, String factoryMethod) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(FACTORY);
		definition.setFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

	/**
	 * A child context shares its parent's named clients, as it does the primary one.
	 */
	private static boolean isInherited(String bean, BeanDefinitionRegistry registry) {
		BeanFactory parent = (registry instanceof HierarchicalBeanFactory factory) ? factory.getParentBeanFactory()
				: null;
		return parent != null && parent.containsBean(bean);
	}

	/** A bean of that name that the application defines takes precedence. */
	private static void register(String client, BeanDefinitionRegistry registry, String bean,
			BeanDefinition definition) {
		if (!registry.containsBeanDefinition(bean)) {
			registry.registerBeanDefinition(bean, definition);
		}
		else if (registry.getBeanDefinition(bean) instanceof AbstractBeanDefinition own && own.isDefaultCandidate()) {
			throw new InvalidSodpPropertyException(ClientSettings.prefix(client), bean,
					"the application defines this bean itself, and in doing so also replaces the primary one",
					"Define it with @Bean(defaultCandidate = false), or remove the property and rename the bean");
		}
	}

}
