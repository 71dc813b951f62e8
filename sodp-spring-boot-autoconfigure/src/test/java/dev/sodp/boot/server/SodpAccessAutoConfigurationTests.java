// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.access.AccessRules;
import dev.sodp.spring.access.AccessRulesReloader;
import dev.sodp.spring.access.ReloadableAccessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the access rules of a server come from.
 */
@ExtendWith(OutputCaptureExtension.class)
class SodpAccessAutoConfigurationTests {

	private static final String OPEN = "Everyone who reaches";

	@TempDir
	private Path folder;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAccessAutoConfiguration.class, SodpServerAutoConfiguration.class))
		.withPropertyValues("sodp.server.enabled=true");

	private static SodpIdentity identity(Map<String, Object> claims) {
		return new SodpIdentity("ada", claims, null);
	}

	private String location(String rules) throws IOException {
		return "sodp.server.acl.location=" + Files.writeString(this.folder.resolve("acl.json"), rules).toUri();
	}

	private static ContextConsumer<AssertableWebApplicationContext> refuses(String property, String reason) {
		return (context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof InvalidSodpPropertyException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isInstanceOfSatisfying(InvalidSodpPropertyException.class, (ex) -> {
				assertThat(ex.property()).isEqualTo(property);
				assertThat(ex.reason()).contains(reason);
			});
		};
	}

	@Test
	void withoutPropertiesThereIsNoPolicy() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(AccessPolicy.class));
	}

	@Test
	void withoutAServerThereIsNoPolicy() throws IOException {
		this.contextRunner.withPropertyValues("sodp.server.enabled=false", location("broken"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AccessPolicy.class));
	}

	@Test
	void aFileHasTheRules(CapturedOutput output) throws IOException {
		this.contextRunner.withPropertyValues(location("[{\"key\": \"a\", \"read\": \"*\", \"write\": []}]"))
			.run((context) -> {
				assertThat(context).hasSingleBean(AccessPolicy.class)
					.hasSingleBean(ReloadableAccessPolicy.class)
					.hasSingleBean(AccessRulesReloader.class);
				assertThat(context.getBean(AccessRulesReloader.class).isRunning()).isTrue();
				assertThat(context.getBean(AccessPolicy.class).canRead(null, "a")).isTrue();
				assertThat(context.getBean(AccessPolicy.class).canRead(null, "b")).isFalse();
			});
		assertThat(output).doesNotContain(OPEN);
	}

	@Test
	void propertiesLeaveTheFileItsPresetAndMappings() throws IOException {
		this.contextRunner
			.withPropertyValues(
					location("{\"claim_mappings\": {\"group\": \"teams\"}, \"rules\": [{\"key\": \"a\","
							+ " \"read\": [\"role:r\", \"group:g\", \"dept:d\"], \"write\": []}]}"),
					"sodp.server.acl.preset=keycloak", "sodp.server.acl.claim-mappings.group=units",
					"sodp.server.acl.claim-mappings.dept=department")
			.run((context) -> {
				AccessPolicy policy = context.getBean(AccessPolicy.class);
				assertThat(policy.canRead(identity(Map.of("realm_access", Map.of("roles", List.of("r")))), "a"))
					.isTrue();
				assertThat(policy.canRead(identity(Map.of("teams", "g")), "a")).isTrue();
				assertThat(policy.canRead(identity(Map.of("units", "g")), "a")).isFalse();
				assertThat(policy.canRead(identity(Map.of("department", "d")), "a")).isTrue();
			});
	}

	@Test
	void propertiesHaveTheRules(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("sodp.server.acl.rules[0].key=user.{sub}.*", "sodp.server.acl.rules[0].read={sub}",
					"sodp.server.acl.rules[0].write[0]=bob", "sodp.server.acl.rules[0].write[1]=role:editor",
					"sodp.server.acl.rules[1].key=*", "sodp.server.acl.rules[1].read=*",
					"sodp.server.acl.methods[0].method=cart.*", "sodp.server.acl.methods[0].call=role:buyer",
					"sodp.server.acl.preset=okta", "sodp.server.acl.claim-mappings.role=my.roles")
			.run((context) -> {
				assertThat(context).hasSingleBean(AccessPolicy.class)
					.hasSingleBean(AccessRules.class)
					.doesNotHaveBean(AccessRulesReloader.class);
				AccessPolicy policy = context.getBean(AccessPolicy.class);
				assertThat(policy.canRead(identity(Map.of()), "user.ada.x")).isTrue();
				assertThat(policy.canRead(identity(Map.of()), "user.bob.x")).isFalse();
				assertThat(policy.canWrite(identity(Map.of("my.roles", "editor")), "user.bob.x")).isTrue();
				assertThat(policy.canRead(null, "other")).isTrue();
				assertThat(policy.canWrite(identity(Map.of()), "other")).isFalse();
				assertThat(policy.canCall(identity(Map.of("my.roles", "buyer")), "cart.add")).isTrue();
				assertThat(policy.canCall(identity(Map.of()), "cart.add")).isFalse();
			});
		assertThat(output).doesNotContain(OPEN);
	}

	@Test
	void withoutRulesForMethodsAllMayBeCalled() {
		this.contextRunner.withPropertyValues("sodp.server.acl.rules[0].key=a")
			.run((context) -> assertThat(context.getBean(AccessPolicy.class).canCall(null, "any")).isTrue());
	}

	@Test
	void environmentVariablesHaveTheRules() {
		Map<String, Object> variables = Map.of("SODP_SERVER_ACL_RULES_0_KEY", "user.{sub}.*",
				"SODP_SERVER_ACL_RULES_0_READ", "{sub},role:admin", "SODP_SERVER_ACL_RULES_0_WRITE_0", "{sub}",
				"SODP_SERVER_ACL_RULES_1_KEY", "public.*", "SODP_SERVER_ACL_RULES_1_READ", "*",
				"SODP_SERVER_ACL_METHODS_0_METHOD", "ping", "SODP_SERVER_ACL_METHODS_0_CALL", "*",
				"SODP_SERVER_ACL_CLAIMMAPPINGS_ROLE", "app_roles");
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
			.run((context) -> {
				AccessPolicy policy = context.getBean(AccessPolicy.class);
				assertThat(policy.canRead(identity(Map.of()), "user.ada.x")).isTrue();
				assertThat(policy.canRead(identity(Map.of("app_roles", List.of("admin"))), "user.bob.x")).isTrue();
				assertThat(policy.canWrite(identity(Map.of("app_roles", List.of("admin"))), "user.bob.x")).isFalse();
				assertThat(policy.canRead(null, "public.x")).isTrue();
				assertThat(policy.canCall(null, "ping")).isTrue();
				assertThat(policy.canCall(identity(Map.of()), "pong")).isFalse();
			});
	}

	@Test
	void anEnvironmentVariableNamesTheFile() throws IOException {
		Map<String, Object> variables = Map.of("SODP_SERVER_ACL_LOCATION", location("[]").split("=", 2)[1]);
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
			.run((context) -> assertThat(context).hasSingleBean(ReloadableAccessPolicy.class));
	}

	@Test
	void aPolicyOfTheApplicationWins() throws IOException {
		this.contextRunner.withPropertyValues(location("broken"))
			.withBean("mine", AccessPolicy.class, () -> AccessPolicy.ALLOW_ALL)
			.run((context) -> assertThat(context.getBean(AccessPolicy.class)).isSameAs(AccessPolicy.ALLOW_ALL));
	}

	/** Whoever builds the server decides what it does with the rules. */
	@Test
	void aServerOfTheApplicationThatIgnoresTheRulesStopsTheStart() throws IOException {
		WebApplicationContextRunner own = this.contextRunner.withPropertyValues(location("[]"))
			.withBean("mine", SodpServer.class, () -> SodpServer.builder().build());

		own.run(refuses("sodp.server.acl", "no AccessPolicy bean enforces it"));
		own.withBean("policy", AccessPolicy.class, () -> AccessPolicy.ALLOW_ALL)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** As if it had been processed ahead of time without the properties. */
	@Test
	void propertiesThatComeTooLateStopTheStart() {
		this.contextRunner
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((beanFactory) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("late", Map.of("sodp.server.acl.location", "file:/etc/acl.json")))))
			.run(refuses("sodp.server.acl", "processed ahead of time without these properties"));
	}

	@Test
	void aBrokenFileStopsTheStartWithLineAndColumn() throws IOException {
		this.contextRunner.withPropertyValues(location("[\n {\"key\": \"a.*.b\"}]"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("line 2, column 10: '*' in the pattern 'a.*.b' must be the last segment, and all of it"));
	}

	@Test
	void aMissingFileStopsTheStart() {
		this.contextRunner.withPropertyValues("sodp.server.acl.location=file:/nowhere/acl.json")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void anEmptyLocationStopsTheStart() {
		this.contextRunner.withPropertyValues("sodp.server.acl.location=")
			.run(refuses("sodp.server.acl.location", "it is empty"));
	}

	@Test
	void aFileAndRulesAreOneTooMany() throws IOException {
		this.contextRunner.withPropertyValues(location("[]"), "sodp.server.acl.rules[0].key=a")
			.run(refuses("sodp.server.acl.location", "there are rules under sodp.server.acl.rules as well"));
		this.contextRunner.withPropertyValues(location("[]"), "sodp.server.acl.methods[0].method=a")
			.run(refuses("sodp.server.acl.location", "there are rules under sodp.server.acl.methods as well"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "sodp.server.acl.preset=okta | sodp.server.acl.rules | neither rules nor a file with rules",
					"sodp.server.acl.methods[0].method=a | sodp.server.acl.rules | neither rules nor a file with rules",
					"sodp.server.acl.rules[0].read=* | sodp.server.acl.rules[0].key | the rule needs a pattern",
					"sodp.server.acl.rules[0].key=a.*.b | sodp.server.acl.rules[0].key | must be the last segment" })
	void rulesThatCannotBeUsedStopTheStart(String given, String property, String reason) {
		this.contextRunner.withPropertyValues(given).run(refuses(property, reason));
	}

	@Test
	void aPermissionThatCannotBeUsedStopsTheStart() {
		this.contextRunner.withPropertyValues("sodp.server.acl.rules[0].key=a", "sodp.server.acl.rules[0].write=role:")
			.run(refuses("sodp.server.acl.rules[0].write", "must have the form NAME:VALUE"));
	}

	/** A number without a unit is in milliseconds. */
	@Test
	void anIntervalThatWasMeantInSecondsStopsTheStart() throws IOException {
		this.contextRunner.withPropertyValues(location("[]"), "sodp.server.acl.reload-interval=10")
			.run(refuses("sodp.server.acl.reload-interval", "it must be between 100ms and"));
	}

	@Test
	void withoutAnIntervalTheFileIsNotLookedAt() throws IOException {
		this.contextRunner.withPropertyValues(location("[]"), "sodp.server.acl.reload-interval=0")
			.run((context) -> assertThat(context.getBean(AccessRulesReloader.class).isRunning()).isFalse());
	}

}
