// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.spring.security.ExpiredSessions;
import dev.sodp.spring.security.LoginEvents;
import dev.sodp.spring.security.SecurityUpgradeUsers;
import dev.sodp.spring.web.HttpLogins;
import dev.sodp.spring.web.RevokedLogins;
import dev.sodp.spring.web.UpgradeUsers;
import jakarta.websocket.server.ServerContainer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.web.authentication.session.SessionFixationProtectionEvent;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/** Who opens a WebSocket, and how long that login lasts, where Spring Security knows. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnWebServerPort.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Authentication.class, SessionFixationProtectionEvent.class, DispatcherServlet.class,
		ServerContainer.class, WebSocketHandlerMapping.class })
final class UpgradeUserConfiguration {

	@Bean
	@ConditionalOnMissingBean(UpgradeUsers.class)
	SecurityUpgradeUsers sodpUpgradeUsers() {
		return new SecurityUpgradeUsers();
	}

	@Bean
	@ConditionalOnMissingBean(RevokedLogins.class)
	ExpiredSessions sodpRevokedLogins(ObjectProvider<SessionRegistry> registries) {
		return new ExpiredSessions(registries::stream);
	}

	@Bean
	LoginEvents sodpLoginEvents(HttpLogins logins) {
		return new LoginEvents(logins);
	}

}
