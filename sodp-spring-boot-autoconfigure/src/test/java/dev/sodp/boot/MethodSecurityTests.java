// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.spring.method.SodpMethod;
import dev.sodp.spring.method.SodpMethodInterceptor;
import dev.sodp.spring.security.SodpAuthenticationConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls under Spring Security, of sessions that log in with AUTH.
 */
@Tag("container")
class MethodSecurityTests {

	private static ConfigurableApplicationContext host;

	private static URI uri;

	private Around around;

	@BeforeAll
	static void startHost() {
		host = Container.TOMCAT.start(Host.class, "sodp.enabled=false", "sodp.server.enabled=true");
		uri = URI.create("ws://localhost:" + Hosts.port(host) + "/sodp");
	}

	@AfterAll
	static void stopHost() {
		host.close();
	}

	@BeforeEach
	void lookUp() {
		this.around = host.getBean(Around.class);
	}

	private static Frame.Result call(String token, String method) {
		try (RawSession session = new RawSession(uri, token)) {
			return session.call(method, "{}");
		}
	}

	private static String data(String token, String method) {
		Frame.Result result = call(token, method);
		assertThat(result.success()).as(result.toString()).isTrue();
		return result.data().stringValue();
	}

	private static void assertDenied(Frame.Result result, String method) {
		assertThat(result.code()).isEqualTo(403);
		assertThat(result.data().stringValue()).isEqualTo("Not allowed to call '" + method + "'");
	}

	@Test
	void theIdentityIsTheCurrentUserWithItsRolesAndScopes() {
		assertThat(data("alice", "user.authorities")).isEqualTo("alice [ROLE_ADMIN, SCOPE_read, SCOPE_write]");
		assertThat(data("bob", "user.authorities")).isEqualTo("bob []");
	}

	@Test
	void theUserIsGoneAfterTheCall() {
		data("alice", "user.authorities");
		assertThat(this.around.after).isNull();

		assertDenied(call("bob", "admin.only"), "admin.only");
		assertThat(this.around.after).isNull();

		call("alice", "user.fails");
		assertThat(this.around.after).isNull();
	}

	@Test
	void theUserMayBeAnArgument() {
		assertThat(data("alice", "user.arguments")).isEqualTo("alice alice alice alice");
	}

	@Test
	void anAuthenticationOfAnotherTypeIsNone() {
		assertDenied(call("alice", "user.testing"), "user.testing");
	}

	@Test
	void aConverterOfTheApplicationComesFirst() {
		assertThat(data("converted", "user.authorities")).isEqualTo("somebody [ROLE_CONVERTED]");
		assertThat(data("converted", "user.testing")).isEqualTo("somebody");
	}

	@Test
	void aReactiveResultHasTheUserInItsContext() {
		assertThat(data("alice", "user.reactive")).isEqualTo("alice");
	}

	@Test
	void methodSecurityApplies() {
		assertThat(data("alice", "admin.only")).isEqualTo("welcome");
		assertDenied(call("bob", "admin.only"), "admin.only");
	}

	@Test
	void classLevelSecurityAppliesThroughAnInterface() {
		assertThat(data("alice", "vault.open")).isEqualTo("open");
		assertDenied(call("bob", "vault.open"), "vault.open");
	}

	@Test
	void denialsInTheMethodAreNotDescribed() {
		assertDenied(call("alice", "denies.now"), "denies.now");
		assertDenied(call("alice", "denies.later"), "denies.later");
		assertDenied(call("alice", "denies.login"), "denies.login");
	}

	@Test
	void transactionsApply() {
		assertThat(data("alice", "in.transaction")).isEqualTo("true");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@EnableTransactionManagement
	static class Host {

		@Bean
		SodpAuthenticator authenticator() {
			Map<String, Map<String, Object>> claims = Map.of("alice",
					Map.of("realm_access", Map.of("roles", List.of("ADMIN")), "scope", "read write"), "bob", Map.of(),
					"converted", Map.of());
			return (token) -> claims.containsKey(token)
					? CompletableFuture.completedFuture(new SodpIdentity(token, claims.get(token), null))
					: CompletableFuture.failedFuture(new AuthenticationRefusedException("unknown"));
		}

		@Bean
		SodpAuthenticationConverter converter() {
			return (identity) -> identity.subject().equals("converted")
					? new TestingAuthenticationToken("somebody", "", "ROLE_CONVERTED") : null;
		}

		@Bean
		PlatformTransactionManager transactions() {
			return new Transactions();
		}

		@Bean
		Around around() {
			return new Around();
		}

		@Bean
		Users users() {
			return new Users();
		}

		@Bean
		Vault vault() {
			return new SecuredVault();
		}

	}

	/** Looks at the thread before and after everything else. */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Around implements SodpMethodInterceptor {

		volatile @Nullable Authentication after = new TestingAuthenticationToken("", "");

		@Override
		public CompletionStage<@Nullable Object> intercept(Call call) throws Exception {
			assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
			try {
				return call.proceed();
			}
			finally {
				this.after = SecurityContextHolder.getContext().getAuthentication();
			}
		}

	}

	static class Users {

		@SodpMethod("user.authorities")
		String authorities() {
			Authentication user = SecurityContextHolder.getContext().getAuthentication();
			return user.getName() + " " + user.getAuthorities();
		}

		@SodpMethod("user.arguments")
		String arguments(Principal principal, Authentication authentication,
				@AuthenticationPrincipal SodpIdentity identity, SodpIdentity same) {
			return principal.getName() + " " + authentication.getName() + " " + identity.subject() + " "
					+ same.subject();
		}

		@SodpMethod("user.testing")
		String testing(TestingAuthenticationToken token) {
			return token.getName();
		}

		@SodpMethod("user.fails")
		void fails() {
			throw new IllegalStateException("no");
		}

		@SodpMethod("user.reactive")
		Mono<String> reactive() {
			return ReactiveSecurityContextHolder.getContext().map((context) -> context.getAuthentication().getName());
		}

		@SodpMethod("admin.only")
		@PreAuthorize("hasRole('ADMIN')")
		String adminOnly() {
			return "welcome";
		}

		@SodpMethod("denies.now")
		void denies() {
			throw new AccessDeniedException("the secret reason");
		}

		@SodpMethod("denies.later")
		CompletionStage<Void> deniesLater() {
			return CompletableFuture.supplyAsync(() -> {
				throw new AccessDeniedException("the secret reason");
			});
		}

		@SodpMethod("denies.login")
		void deniesLogin() {
			throw new BadCredentialsException("the secret reason");
		}

		@SodpMethod("in.transaction")
		@Transactional
		String inTransaction() {
			return String.valueOf(TransactionSynchronizationManager.isActualTransactionActive());
		}

	}

	public interface Vault {

		@SodpMethod("vault.open")
		String open();

	}

	@PreAuthorize("hasAuthority('SCOPE_write')")
	static class SecuredVault implements Vault {

		@Override
		public String open() {
			return "open";
		}

	}

	private static final class Transactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
