// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom the rules of an ACL file grant what.
 */
class AccessRulesTests {

	private static final SodpIdentity ADA = identity("ada", Map.of());

	private static SodpIdentity identity(String subject, Map<String, Object> claims) {
		return new SodpIdentity(subject, claims, null);
	}

	/** Single quotes stand for double ones. */
	private static AccessRules read(String json) {
		return AccessRules.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
	}

	private static boolean grants(String permission, String key, @Nullable SodpIdentity identity) {
		return grants("{", permission, key, identity);
	}

	private static boolean grants(String head, String permission, String key, @Nullable SodpIdentity identity) {
		AccessRules rules = read(head + "'rules': [{'key': 'team.{sub}.*', 'read': '" + permission
				+ "', 'write': []}, {'key': '*', 'read': '" + permission + "', 'write': []}]}");
		assertThat(rules.canWrite(identity, key)).isFalse();
		return rules.canRead(identity, key);
	}

	@Test
	void readRulesGuardReadingAndWriteRulesWriting() {
		AccessRules rules = read("{'rules': [{'key': 'a', 'read': '*', 'write': 'ada'}]}");

		assertThat(rules.canRead(null, "a")).isTrue();
		assertThat(rules.canWrite(null, "a")).isFalse();
		assertThat(rules.canWrite(ADA, "a")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "key", "pattern", "state" })
	void thePatternHasThreeNames(String name) {
		AccessRules rules = read("{'rules': [{'" + name + "': 'game.*', 'read': '*', 'write': []}]}");

		assertThat(rules.canRead(null, "game.score")).isTrue();
		assertThat(rules.canRead(null, "chat")).isFalse();
		assertThat(rules.warnings()).isEmpty();
	}

	@Test
	void aBareArrayOfRulesIsAccepted() {
		AccessRules rules = read("[{'pattern': 'game.*', 'read': ['*'], 'write': ['role:editor']}]");

		assertThat(rules.canRead(null, "game.score")).isTrue();
		assertThat(rules.canWrite(identity("ada", Map.of("roles", List.of("editor"))), "game.score")).isTrue();
		assertThat(rules.canWrite(ADA, "game.score")).isFalse();
	}

	@Test
	void aByteOrderMarkIsAccepted() {
		assertThat(read("\uFEFF[{'key': 'a', 'read': '*', 'write': '*'}]").canRead(null, "a")).isTrue();
	}

	@Test
	void ofAListOfPermissionsAnyOneSuffices() {
		AccessRules rules = read("[{'key': 'a', 'read': ['bob', 'role:x', 'ada'], 'write': []}]");

		assertThat(rules.canRead(ADA, "a")).isTrue();
		assertThat(rules.canRead(identity("carol", Map.of("roles", List.of("x"))), "a")).isTrue();
		assertThat(rules.canRead(identity("carol", Map.of()), "a")).isFalse();
		assertThat(rules.canWrite(ADA, "a")).isFalse();
	}

	@Test
	void theFirstRuleThatMatchesDecides() {
		AccessRules rules = read("""
				[{'key': 'game.secret', 'read': 'bob', 'write': 'bob'},
				 {'key': '{sub}.open', 'read': '*', 'write': '*'},
				 {'key': 'game.*', 'read': 'ada', 'write': 'ada'},
				 {'key': 'game.secret', 'read': '*', 'write': '*'},
				 {'key': '*', 'read': 'carol', 'write': 'carol'}]""");

		assertThat(rules.canRead(ADA, "game.secret")).isFalse();
		assertThat(rules.canRead(null, "game.open")).isTrue();
		assertThat(rules.canRead(ADA, "game.score")).isTrue();
		assertThat(rules.canRead(identity("carol", Map.of()), "game.score")).isFalse();
		assertThat(rules.canRead(identity("carol", Map.of()), "chat")).isTrue();
	}

	@Test
	void whatNoRuleMatchesIsDenied() {
		AccessRules rules = read("{'rules': [{'key': 'game.*', 'read': '*', 'write': '*'}]}");

		assertThat(rules.canRead(ADA, "game")).isFalse();
		assertThat(rules.canWrite(ADA, "chat.a")).isFalse();
	}

	@Test
	void withoutRulesEverythingIsDenied() {
		assertThat(read("[]").canRead(ADA, "a")).isFalse();
		assertThat(read("{'rules': []}").canWrite(ADA, "a")).isFalse();
	}

	@Test
	void aStarIsAnyoneAlsoWithoutIdentity() {
		assertThat(grants("*", "a", null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{sub}", "role:x", "group:x", "perm:x", "tenant:{sub}", "any:x", "ada", "null", "" })
	void withoutIdentityNothingElseIsGranted(String permission) {
		assertThat(grants(permission, "team.x.a", null)).isFalse();
	}

	@Test
	void thePlaceholderIsTheSubject() {
		assertThat(grants("{sub}", "team.ada.x", ADA)).isTrue();
		assertThat(grants("{sub}", "team.bob.x", ADA)).isFalse();
	}

	@Test
	void thePlaceholderGrantsNothingWhereNothingIsCaptured() {
		assertThat(grants("{sub}", "ada", ADA)).isFalse();
		assertThat(grants("tenant:{sub}", "ada", identity("ada", Map.of("tenant_id", "ada")))).isFalse();
	}

	@Test
	void anyOtherTextIsASubject() {
		assertThat(grants("ada", "x", ADA)).isTrue();
		assertThat(grants("ad", "x", ADA)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "role, roles", "group, groups", "perm, permissions", "tenant, tenant_id" })
	void withoutPresetTheClaimsAreGeneric(String name, String claim) {
		assertThat(grants(name + ":x", "k", identity("ada", Map.of(claim, List.of("w", "x"))))).isTrue();
		assertThat(grants(name + ":x", "k", identity("ada", Map.of(claim, "x")))).isTrue();
		assertThat(grants(name + ":x", "k", identity("ada", Map.of(claim, List.of("xx"))))).isFalse();
		assertThat(grants(name + ":x", "k", identity("ada", Map.of(claim, "w,x")))).isFalse();
		assertThat(grants(name + ":x", "k", ADA)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "keycloak, role, realm_access.roles", "keycloak, group, groups", "keycloak, perm, permissions",
			"keycloak, tenant, tenant_id", "auth0, role, roles", "auth0, group, groups", "auth0, perm, permissions",
			"auth0, tenant, org_id", "okta, role, groups", "okta, group, groups", "okta, perm, permissions",
			"okta, tenant, tenant_id", "cognito, role, cognito:groups", "cognito, group, cognito:groups",
			"cognito, perm, permissions", "cognito, tenant, custom:tenant_id", "generic, role, roles",
			"generic, group, groups", "generic, perm, permissions", "generic, tenant, tenant_id" })
	void presetsNameTheClaims(String preset, String name, String claim) {
		String head = "{'preset': '" + preset + "', ";

		assertThat(grants(head, name + ":x", "k", identity("ada", Map.of(claim, "x")))).isTrue();
		assertThat(grants(head, name + ":x", "k", identity("ada", Map.of(claim + "s", "x", name, "x")))).isFalse();
	}

	@Test
	void aPathIsFirstTheNameOfAClaimAndThenItsSteps() {
		String head = "{'preset': 'keycloak', ";
		Map<String, Object> nested = Map.of("roles", List.of("x"));

		assertThat(grants(head, "role:x", "k", identity("ada", Map.of("realm_access", nested)))).isTrue();
		assertThat(grants(head, "role:x", "k",
				identity("ada", Map.of("realm_access", nested, "realm_access.roles", List.of("y")))))
			.isFalse();
		assertThat(grants(head, "role:x", "k", identity("ada", Map.of("realm_access", "roles")))).isFalse();
	}

	@Test
	void mappingsWinOverThePreset() {
		String head = "{'preset': 'auth0', 'claim_mappings': {'role': 'https://app/roles', 'dept': 'a.b.c'}, ";
		SodpIdentity identity = identity("ada", Map.of("roles", List.of("r"), "https://app/roles", List.of("x"), "a",
				Map.of("b", Map.of("c", "sales")), "org_id", "acme"));

		assertThat(grants(head, "role:x", "k", identity)).isTrue();
		assertThat(grants(head, "role:r", "k", identity)).isFalse();
		assertThat(grants(head, "dept:sales", "k", identity)).isTrue();
		assertThat(grants(head, "tenant:acme", "k", identity)).isTrue();
	}

	@Test
	void aNameThatIsNotMappedIsThatOfAClaim() {
		SodpIdentity identity = identity("ada",
				Map.of("department", "sales", "address", Map.of("country", "PT"), "teams", new String[] { "a", "b" }));

		assertThat(grants("department:sales", "k", identity)).isTrue();
		assertThat(grants("address.country:PT", "k", identity)).isTrue();
		assertThat(grants("teams:b", "k", identity)).isTrue();
		assertThat(grants("department:legal", "k", identity)).isFalse();
		assertThat(grants("missing:sales", "k", identity)).isFalse();
	}

	@Test
	void aValueMayContainColons() {
		assertThat(grants("role:team:admin", "k", identity("ada", Map.of("roles", "team:admin")))).isTrue();
	}

	/** They are neither texts nor lists of them. */
	@Test
	void otherClaimsMatchNothing() {
		SodpIdentity identity = identity("ada",
				Map.of("admin", true, "level", 5, "roles", List.of(5), "realm", Map.of("x", 1)));

		assertThat(grants("admin:true", "k", identity)).isFalse();
		assertThat(grants("level:5", "k", identity)).isFalse();
		assertThat(grants("role:5", "k", identity)).isFalse();
		assertThat(grants("realm:x", "k", identity)).isFalse();
	}

	@Test
	void theTenantIsTheCapturedSegment() {
		SodpIdentity identity = identity("ada", Map.of("tenant_id", "acme", "roles", List.of("acme")));

		assertThat(grants("tenant:{sub}", "team.acme.x", identity)).isTrue();
		assertThat(grants("tenant:{sub}", "team.other.x", identity)).isFalse();
		assertThat(grants("role:{sub}", "team.acme.x", identity)).isTrue();
	}

	@Test
	void aFileMayLeaveItsClaimsToOthers() {
		byte[] bare = "[{\"key\": \"a\", \"read\": \"role:x\", \"write\": \"tenant:t\"}]"
			.getBytes(StandardCharsets.UTF_8);
		AccessRules rules = AccessRules.read(bare, ClaimPreset.OKTA, Map.of("tenant", "org"));

		assertThat(rules.canRead(identity("ada", Map.of("groups", "x")), "a")).isTrue();
		assertThat(rules.canWrite(identity("ada", Map.of("org", "t")), "a")).isTrue();
	}

	@Test
	void whatTheFileSaysAboutClaimsWins() {
		byte[] file = """
				{"preset": "auth0", "claim_mappings": {"group": "teams"},
				 "rules": [{"key": "a", "read": ["group:g", "perm:p"], "write": "role:r"}]}"""
			.getBytes(StandardCharsets.UTF_8);
		AccessRules rules = AccessRules.read(file, ClaimPreset.KEYCLOAK, Map.of("group", "units", "perm", "scopes"));

		assertThat(rules.canWrite(identity("ada", Map.of("roles", "r")), "a")).isTrue();
		assertThat(rules.canRead(identity("ada", Map.of("teams", "g")), "a")).isTrue();
		assertThat(rules.canRead(identity("ada", Map.of("units", "g")), "a")).isFalse();
		assertThat(rules.canRead(identity("ada", Map.of("scopes", "p")), "a")).isTrue();
	}

	@Test
	void theFirstRuleThatMatchesAMethodDecidesAboutIt() {
		AccessRules rules = read("""
				{'rules': [], 'methods': [
				 {'method': 'cart.checkout', 'call': 'role:buyer'}, {'method': 'cart.*', 'call': ['ada', 'bob']},
				 {'method': 'ping', 'call': '*'}, {'method': 'off'}]}""");
		SodpIdentity buyer = identity("eve", Map.of("roles", List.of("buyer")));

		assertThat(rules.canCall(buyer, "cart.checkout")).isTrue();
		assertThat(rules.canCall(ADA, "cart.checkout")).isFalse();
		assertThat(rules.canCall(ADA, "cart.add")).isTrue();
		assertThat(rules.canCall(buyer, "cart.add")).isFalse();
		assertThat(rules.canCall(null, "ping")).isTrue();
		assertThat(rules.canCall(ADA, "off")).isFalse();
		assertThat(rules.canCall(ADA, "cart")).isFalse();
	}

	@Test
	void withoutRulesForMethodsAllMayBeCalled() {
		assertThat(read("{'rules': []}").canCall(null, "cart.checkout")).isTrue();
		assertThat(read("{'rules': [], 'methods': []}").canCall(ADA, "cart.checkout")).isFalse();
	}

	@Test
	void manyRulesAreAskedInTheirOrder() {
		StringBuilder json = new StringBuilder("[");
		for (int i = 0; i < 2000; i++) {
			json.append("{'key': 't" + i + ".*', 'read': 'u" + i + "', 'write': []},");
		}
		AccessRules rules = read(json + "{'key': '*', 'read': 'late', 'write': []}]");

		assertThat(rules.size()).isEqualTo(2001);
		assertThat(rules.canRead(identity("u1999", Map.of()), "t1999.x")).isTrue();
		assertThat(rules.canRead(identity("late", Map.of()), "t1999.x")).isFalse();
		assertThat(rules.canRead(identity("late", Map.of()), "t1999")).isTrue();
	}

}
