// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sodp.boot.server.SodpNettyAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerAdapter;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Who opens a WebSocket on a port of its own. */
class OwnPortLoginTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class, SodpNettyAutoConfiguration.class))
		.withPropertyValues("sodp.server.enabled=true", "sodp.server.port=0");

	private static RawUpgrade upgrade(ApplicationContext context, String header) throws Exception {
		return new RawUpgrade(context.getEnvironment().getRequiredProperty("local.sodp.port", Integer.class),
				"localhost", header);
	}

	private static String basic(String user, String password) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	private static Authentication verify(Authentication login) {
		if ("broken".equals(login.getName())) {
			throw new AuthenticationServiceException("The store of users is away");
		}
		if (!"s:cret".equals(login.getCredentials())) {
			throw new BadCredentialsException("Wrong");
		}
		return UsernamePasswordAuthenticationToken.authenticated(login.getName(), null,
				AuthorityUtils.createAuthorityList("ROLE_ADMIN"));
	}

	private static SodpAuthenticator tokens() {
		return (token) -> "good".equals(token)
				? CompletableFuture.completedFuture(new SodpIdentity("of a token", Map.of(), null))
				: CompletableFuture.failedFuture(new AuthenticationRefusedException("Not that one"));
	}

	private static SodpIdentity identity(ApplicationContext context) {
		SodpIdentity identity = context.getBean(SodpServer.class).sessions().get(0).identity();
		assertThat(identity).isNotNull();
		return identity;
	}

	private ApplicationContextRunner runner(Manager manager) {
		return switch (manager) {
			case BLOCKING -> this.contextRunner.withBean(AuthenticationManager.class, () -> OwnPortLoginTests::verify);
			case REACTIVE -> this.contextRunner.withBean(ReactiveAuthenticationManager.class,
					() -> new ReactiveAuthenticationManagerAdapter(OwnPortLoginTests::verify));
		};
	}

	@ParameterizedTest
	@EnumSource
	void aNameWithItsPasswordIsTheIdentityOfTheSession(Manager manager) {
		runner(manager).run((context) -> {
			try (RawUpgrade upgrade = upgrade(context, basic("anna", "s:cret"))) {
				assertThat(upgrade.head).startsWith("HTTP/1.1 101 ");
				assertThat(upgrade.readByte()).as("HELLO").isNotNegative();
				assertThat(identity(context).subject()).isEqualTo("anna");
				assertThat(identity(context).claims()).extracting("roles").asString().isEqualTo("[ADMIN]");
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void anyOtherPasswordIsRefused(Manager manager) {
		runner(manager).run((context) -> {
			try (RawUpgrade upgrade = upgrade(context, basic("anna", "guess"))) {
				assertThat(upgrade.head).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Basic realm=\"SODP\"");
			}
			assertThat(context.getBean(SodpServer.class).sessions()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "Authorization: Basic !, 401", "Authorization: Basic YQ==, 401", "Authorization: Digest a, 101",
			"X-Nothing: a, 101" })
	void whatIsNoNameAndPassword(String header, int status) {
		runner(Manager.BLOCKING).run((context) -> {
			try (RawUpgrade upgrade = upgrade(context, header)) {
				assertThat(upgrade.head).startsWith("HTTP/1.1 " + status + " ");
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void aStoreOfUsersThatIsAwayRefusesNoOne(Manager manager) {
		runner(manager).run((context) -> {
			try (RawUpgrade upgrade = upgrade(context, basic("broken", "s:cret"))) {
				assertThat(upgrade.head).startsWith("HTTP/1.1 500 ");
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "good, 101", "bad, 401" })
	void aTokenOfTheUpgradeIsVerifiedLikeThatOfAnAuth(String token, int status) {
		this.contextRunner.withBean(SodpAuthenticator.class, OwnPortLoginTests::tokens).run((context) -> {
			try (RawUpgrade upgrade = upgrade(context, "Authorization: Bearer " + token)) {
				assertThat(upgrade.head).startsWith("HTTP/1.1 " + status + " ");
				if (status == 101) {
					assertThat(upgrade.readByte()).as("HELLO").isNotNegative();
					assertThat(identity(context).subject()).isEqualTo("of a token");
				}
			}
		});
	}

	@Test
	void aPasswordDoesNotCountWhereATokenIsRequired() {
		runner(Manager.BLOCKING).withBean(SodpAuthenticator.class, OwnPortLoginTests::tokens)
			.withPropertyValues("sodp.server.auth.token-required=true")
			.run((context) -> {
				try (RawUpgrade upgrade = upgrade(context, basic("anna", "s:cret"))) {
					assertThat(upgrade.head).startsWith("HTTP/1.1 101 ");
					assertThat(upgrade.readByte()).as("HELLO").isNotNegative();
					assertThat(context.getBean(SodpServer.class).sessions()).singleElement()
						.satisfies((session) -> assertThat(session.identity()).isNull());
				}
			});
	}

	/** Who verifies passwords. */
	enum Manager {

		BLOCKING, REACTIVE

	}

}
