#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring Security 7.1.2, JDK 17.
#
# Guess: JwtClaimValidator asks its predicate about every token, with null if the claim is absent, so that
# new JwtClaimValidator<>("tenant", (tenant) -> tenant == null || tenant.equals("a")) makes the claim optional.
# JwtIssuerValidator and JwtAudienceValidator, which delegate to it, test for null themselves.
# Behaviour: without the claim the predicate is not called, and the token is refused.
# Output seen:
#   tenant a: accepted, predicate called 1 times
#   no tenant: refused (The tenant claim is not valid), predicate called 0 times
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
maven=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/mvnw
cd "$folder"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
	<modelVersion>4.0.0</modelVersion>
	<groupId>finding</groupId>
	<artifactId>finding</artifactId>
	<version>1</version>
	<dependencies>
		<dependency>
			<groupId>org.springframework.security</groupId>
			<artifactId>spring-security-oauth2-jose</artifactId>
			<version>7.1.2</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.*;

public class Finding {

	static Jwt.Builder token() {
		return Jwt.withTokenValue("token").header("alg", "RS256").subject("ada").expiresAt(Instant.now().plusSeconds(60));
	}

	static void show(String name, Jwt token) {
		AtomicInteger calls = new AtomicInteger();
		OAuth2TokenValidatorResult result = new JwtClaimValidator<String>("tenant", (tenant) -> {
			calls.incrementAndGet();
			return tenant == null || tenant.equals("a");
		}).validate(token);
		String outcome = result.hasErrors() ? "refused (" + result.getErrors().iterator().next().getDescription() + ")"
				: "accepted";
		System.out.println(name + ": " + outcome + ", predicate called " + calls + " times");
	}

	public static void main(String[] args) {
		show("tenant a", token().claim("tenant", "a").build());
		show("no tenant", token().build());
	}

}
JAVA
javac -cp 'lib/*' -d classes Finding.java
java -cp 'classes:lib/*' Finding | tee output
diff output - <<'EXPECTED'
tenant a: accepted, predicate called 1 times
no tenant: refused (The tenant claim is not valid), predicate called 0 times
EXPECTED
