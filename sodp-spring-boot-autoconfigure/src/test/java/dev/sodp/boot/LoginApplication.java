// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.spring.method.SodpMethod;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An application whose users log in with a form or with each request.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(TestApplication.class)
class LoginApplication {

	/** Property with the seconds for which an HTTP session may be idle. */
	static final String MAX_IDLE = "test.max-idle";

	/** Property that says whether a logout ends the HTTP session. */
	static final String INVALIDATE = "test.invalidate";

	@Bean
	SecurityFilterChain chain(HttpSecurity http, Environment environment, SessionRegistry registry) throws Exception {
		int maxIdle = environment.getProperty(MAX_IDLE, Integer.class, 1800);
		boolean invalidate = environment.getProperty(INVALIDATE, Boolean.class, true);
		return http.csrf(AbstractHttpConfigurer::disable)
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.formLogin((form) -> form
				.successHandler((request, response, authentication) -> loggedIn(request, response, maxIdle)))
			.logout((logout) -> logout.invalidateHttpSession(invalidate)
				.logoutSuccessHandler(LoginApplication::loggedOut))
			.sessionManagement((sessions) -> sessions.maximumSessions(-1).sessionRegistry(registry))
			.build();
	}

	private static void loggedIn(HttpServletRequest request, HttpServletResponse response, int maxIdle) {
		request.getSession().setMaxInactiveInterval(maxIdle);
		response.setStatus(200);
	}

	private static void loggedOut(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) {
		response.setStatus(200);
	}

	@SodpMethod("user.me")
	String me(Authentication user) {
		return user.getClass().getSimpleName() + " " + user.getAuthorities();
	}

	@Bean
	SessionRegistry registry() {
		return new SessionRegistryImpl();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("user")
			.password("{noop}password")
			.roles("USER")
			.authorities("ROLE_USER", "read")
			.build());
	}

}
