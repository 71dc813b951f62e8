// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;
import java.util.function.Supplier;

import dev.sodp.boot.SodpServerBuilderCustomizer;
import dev.sodp.boot.properties.ServerPropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateValidator;
import dev.sodp.server.journal.Journal;
import dev.sodp.spring.SodpServerDrain;
import dev.sodp.spring.SodpServerLifecycle;
import dev.sodp.spring.validation.CompositeStateValidator;
import dev.sodp.spring.web.HttpLogins;
import dev.sodp.spring.web.LeavingServerGuard;
import dev.sodp.spring.web.OpenServerGuard;
import dev.sodp.spring.web.RevokedLogins;
import dev.sodp.spring.web.SodpWebSocketHandler;
import dev.sodp.spring.web.SodpWebSocketHandlerMapping;
import dev.sodp.spring.web.UpgradeLogin;
import dev.sodp.spring.web.UpgradeUsers;
import jakarta.websocket.server.ServerContainer;
import org.apache.catalina.valves.ValveBase;
import org.eclipse.jetty.server.AbstractConnector;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a SODP server in this
 * application: a {@link SodpServer} and, unless it has a port of its own, its WebSocket
 * endpoint in the servlet container.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(SodpServer.class)
@ConditionalOnBooleanProperty("sodp.server.enabled")
@EnableConfigurationProperties(SodpServerProperties.class)
@Import(UpgradeUserConfiguration.class)
public final class SodpServerAutoConfiguration {

	SodpServerAutoConfiguration() {
	}

	@Bean
	@Conditional(OnWebServerPort.class)
	@ConditionalOnMissingBean(type = { "dev.sodp.spring.web.SodpWebSocketHandler", "dev.sodp.netty.NettySodpEndpoint" })
	static MissingWebSocketContainerCheck sodpMissingWebSocketContainerCheck() {
		return new MissingWebSocketContainerCheck();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	SodpServer sodpServer(SodpServerProperties properties, ObjectProvider<SodpAuthenticator> authenticator,
			ObjectProvider<AccessPolicy> accessPolicy, ObjectProvider<StateValidator> validator,
			ObjectProvider<SodpStateLoader> loaders, ObjectProvider<StateMutationInterceptor> interceptors,
			ObjectProvider<JsonMapper> jsonMapper, ObjectProvider<Journal> journal,
			ObjectProvider<Supplier<? extends Journal>> journals, ObjectProvider<LifecycleProperties> lifecycle,
			ObjectProvider<SodpServerBuilderCustomizer> customizers) {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(properties);
		SodpServerBuilder builder = mapper.builder();
		builder.drainTime(
				mapper.drainTime(lifecycle.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase()));
		authenticator.ifAvailable(builder::authenticator);
		accessPolicy.ifAvailable(builder::accessPolicy);
		List<StateValidator> validators = validator.orderedStream().toList();
		if (!validators.isEmpty()) {
			builder.validator(new CompositeStateValidator(validators));
		}
		builder.loaders(loaders.orderedStream().toList());
		builder.interceptors(interceptors.orderedStream().toList());
		jsonMapper.ifAvailable(builder::jsonMapper);
		journal.ifAvailable((opened) -> builder.journal(() -> opened));
		journals.ifAvailable(builder::journal);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		mapper.checkAuthenticator(builder.options());
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpServer.class)
	SodpServerLifecycle sodpServerLifecycle(SodpServer server) {
		return new SodpServerLifecycle(server);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpServer.class)
	SodpServerDrain sodpServerDrain(SodpServer server, ApplicationContext context) {
		return new SodpServerDrain(server, context);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnWebServerPort.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, ServerContainer.class, WebSocketHandlerMapping.class })
	static class ServletEndpointConfiguration {

		@Bean
		ServletContainerCheck sodpServletContainerCheck() {
			return new ServletContainerCheck();
		}

		@Bean
		@ConditionalOnMissingBean
		HttpLogins sodpHttpLogins(SodpServerProperties properties, ObjectProvider<SodpServer> server,
				ObjectProvider<RevokedLogins> revoked) {
			return new HttpLogins(server::getObject, new ServerPropertiesMapper(properties).loginCheckInterval(),
					properties.auth().writesExtendLogin(), revoked.getIfAvailable(() -> RevokedLogins.NONE));
		}

		@Bean
		@ConditionalOnMissingBean
		SodpWebSocketHandler sodpWebSocketHandler(SodpServer server) {
			return new SodpWebSocketHandler(server);
		}

		@Bean
		@ConditionalOnMissingBean
		SodpWebSocketHandlerMapping sodpWebSocketHandlerMapping(SodpWebSocketHandler handler,
				SodpServerProperties properties, ObjectProvider<SodpServer> servers, ObjectProvider<UpgradeUsers> users,
				HttpLogins logins, ObjectProvider<SodpServerDrain> drains) {
			ServerPropertiesMapper mapper = new ServerPropertiesMapper(properties);
			List<SodpServerOptions> options = ServerExposure.options(handler.acceptor(), servers.stream());
			options.forEach(mapper::checkAuthenticator);
			ServerExposure exposure = ServerExposure.of(properties.open(), options);
			exposure.log(mapper.path());
			List<SodpServerDrain> drained = drains.stream().toList();
			LeavingServerGuard leaving = new LeavingServerGuard(
					() -> drained.stream().anyMatch(SodpServerDrain::isLeaving));
			UpgradeUsers known = users.getIfAvailable(() -> UpgradeUsers.NONE);
			OpenServerGuard guard = new OpenServerGuard(exposure::isLocalOnly, mapper.allowedHosts(), known);
			UpgradeLogin login = new UpgradeLogin(properties.auth().tokenRequired() ? UpgradeUsers.NONE : known,
					logins);
			return new SodpWebSocketHandlerMapping(mapper.path(), handler, mapper.allowedOrigins(),
					properties.compression(), List.of(leaving, guard, login));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("sodp.server.port")
	@ConditionalOnMissingClass("dev.sodp.netty.NettySodpEndpoint")
	static class MissingNettyModuleConfiguration {

		@Bean
		static MissingNettyModuleCheck sodpMissingNettyModuleCheck() {
			return new MissingNettyModuleCheck();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnWebServerPort.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ ConfigurableTomcatWebServerFactory.class, ValveBase.class })
	static class TomcatConfiguration {

		@Bean
		ForwardedHeadersCustomizer sodpForwardedHeadersCustomizer() {
			return new ForwardedHeadersCustomizer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnWebServerPort.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ ConfigurableJettyWebServerFactory.class, AbstractConnector.class })
	static class JettyConfiguration {

		@Bean
		JettyIdleTimeoutCustomizer sodpJettyIdleTimeoutCustomizer(ObjectProvider<LifecycleProperties> lifecycle) {
			return new JettyIdleTimeoutCustomizer(
					lifecycle.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase());
		}

	}

}
