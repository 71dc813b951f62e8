// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which tokens a server accepts whose keys are in its properties, over a real socket.
 */
class JwtAuthenticationTests {

	private static final int WAIT_SECONDS = 30;

	/** Whatever is wrong with a token, no client is told more. */
	private static final Set<String> MESSAGES = Set.of("The token is not valid", "Token expired",
			"The token is not valid yet", "The token has no subject", "The token has no expiration time",
			"The token is too long");

	private static ConfigurableApplicationContext withRsaKey;

	private static ConfigurableApplicationContext withSecret;

	private static ConfigurableApplicationContext withEcKey;

	@BeforeAll
	static void startHosts() throws Exception {
		withRsaKey = start("public-key=" + TokenIssuer.pem(TokenIssuer.RSA.toPublicKey().getEncoded()),
				"issuer-uri=" + TokenIssuer.ISSUER, "audiences=" + TokenIssuer.AUDIENCE);
		withSecret = start("secret=" + TokenIssuer.SECRET);
		// As in an environment variable that cannot have line breaks.
		withEcKey = start(
				"public-key=" + TokenIssuer.pem(TokenIssuer.EC.toPublicKey().getEncoded()).replace("\n", "\\n"),
				"subject-claim=uid");
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return Hosts.start(Application.class,
				Stream
					.concat(Stream.of("sodp.enabled=false", "sodp.server.enabled=true"),
							Stream.of(properties).map((property) -> "sodp.server.auth.jwt." + property))
					.toArray(String[]::new));
	}

	@AfterAll
	static void stopHosts() {
		withRsaKey.close();
		withSecret.close();
		withEcKey.close();
	}

	private static TokenSession present(ConfigurableApplicationContext host, String token) {
		return TokenSession.present(Hosts.port(host), token);
	}

	@Test
	void aTokenIsAccepted() {
		try (TokenSession session = present(withRsaKey, TokenIssuer.rs256(TokenIssuer.RSA, TokenIssuer.claims()))) {
			session.assertAcceptedAs("ada");
		}
		try (TokenSession session = present(withSecret, hs256(TokenIssuer.SECRET))) {
			session.assertAcceptedAs("ada");
		}
	}

	@Test
	void aTokenIsAcceptedWhateverIdItsKeyHas() {
		RSAKey renamed = new RSAKey.Builder(TokenIssuer.RSA).keyID("another").build();

		try (TokenSession session = present(withRsaKey, TokenIssuer.rs256(renamed, TokenIssuer.claims()))) {
			session.assertAcceptedAs("ada");
		}
	}

	@Test
	void anAccessTokenIsAcceptedThatSaysSo() {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("at+jwt")).build();

		try (TokenSession session = present(withRsaKey,
				TokenIssuer.rsa(TokenIssuer.RSA, header, TokenIssuer.claims()))) {
			session.assertAcceptedAs("ada");
		}
	}

	@Test
	void anotherClaimCanBeTheSubject() {
		String token = TokenIssuer.es256(TokenIssuer.EC,
				TokenIssuer.claims((claims) -> claims.subject(null).claim("uid", 42)));

		try (TokenSession session = present(withEcKey, token)) {
			session.assertAcceptedAs("42");
		}
	}

	@Test
	void theIdentityHasAllClaimsAsTheyAre() throws Exception {
		Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300);
		String token = TokenIssuer.rs256(TokenIssuer.RSA,
				TokenIssuer.claims((claims) -> claims.expirationTime(Date.from(expiry))
					.claim("cognito:groups", List.of("admins"))
					.claim("level", 3)
					.claim("nothing", null)
					.serializeNullClaims(true)));

		try (TokenSession session = present(withRsaKey, token)) {
			session.assertAcceptedAs("ada");
			session.send(new Frame.Watch(10, 0, List.of("key"), null));
			SodpIdentity identity = withRsaKey.getBean(Seen.class).identities.poll(WAIT_SECONDS, TimeUnit.SECONDS);

			assertThat(identity).isNotNull();
			assertThat(identity.expiresAt()).isEqualTo(expiry);
			assertThat(identity.claims()).isEqualTo(Map.of("sub", "ada", "iss", TokenIssuer.ISSUER, "aud",
					List.of("other", TokenIssuer.AUDIENCE), "exp", expiry, "realm_access",
					Map.of("roles", List.of("editor", "viewer")), "cognito:groups", List.of("admins"), "level", 3L));
		}
	}

	@Test
	void theSessionEndsWhenTheTokenExpires() {
		Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3);
		String token = TokenIssuer.rs256(TokenIssuer.RSA,
				TokenIssuer.claims((claims) -> claims.expirationTime(Date.from(expiry))));

		try (TokenSession session = present(withRsaKey, token)) {
			session.assertAcceptedAs("ada");
			assertThat(session.assertRefused()).isEqualTo("Token expired");

			assertThat(Instant.now()).isAfterOrEqualTo(expiry);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badTokens")
	void aTokenIsRefused(String what, String token) {
		assertRefused(withRsaKey, token);
	}

	static Stream<Arguments> badTokens() throws JOSEException {
		RSAKey rsa = TokenIssuer.RSA;
		String valid = TokenIssuer.rs256(rsa, TokenIssuer.claims());
		String[] parts = valid.split("\\.");
		byte[] publicKey = rsa.toPublicKey().getEncoded();
		RSAKey other = TokenIssuer.rsa(rsa.getKeyID());
		return Stream.of(Arguments.of("alg: none", new PlainJWT(TokenIssuer.claims()).serialize()),
				Arguments.of("alg: none, signed", encoded("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]),
				Arguments.of("alg: None", encoded("{\"alg\":\"None\"}") + "." + parts[1] + "."),
				Arguments.of("no alg", encoded("{\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2]),
				Arguments.of("HS256 with the public key", TokenIssuer.hs256(publicKey, TokenIssuer.claims())),
				Arguments.of("HS256 with the public key in PEM format",
						TokenIssuer.hs256(TokenIssuer.pem(publicKey).getBytes(StandardCharsets.US_ASCII),
								TokenIssuer.claims())),
				Arguments.of("another RSA algorithm",
						TokenIssuer.rsa(rsa, new JWSHeader(JWSAlgorithm.RS512), TokenIssuer.claims())),
				Arguments.of("ES256", TokenIssuer.es256(TokenIssuer.EC, TokenIssuer.claims())),
				Arguments.of("another key with the same id", TokenIssuer.rs256(other, TokenIssuer.claims())),
				Arguments.of("a key in the token",
						TokenIssuer.rsa(other,
								new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(other.toPublicJWK()).build(),
								TokenIssuer.claims())),
				Arguments.of("other claims than were signed",
						parts[0] + "." + encoded(TokenIssuer.claims((claims) -> claims.subject("eve")).toString()) + "."
								+ parts[2]),
				Arguments.of("no signature", parts[0] + "." + parts[1] + "."),
				Arguments.of("two parts", parts[0] + "." + parts[1]), Arguments.of("encrypted", encrypted(rsa)),
				claims("expired", (claims) -> claims.expirationTime(secondsFromNow(-1))),
				claims("expired long ago", (claims) -> claims.expirationTime(secondsFromNow(-3600))),
				claims("expires now", (claims) -> claims.expirationTime(secondsFromNow(0))),
				claims("no exp", (claims) -> claims.expirationTime(null)),
				claims("exp is a text", (claims) -> claims.claim("exp", "tomorrow")),
				claims("not valid yet", (claims) -> claims.notBeforeTime(secondsFromNow(30))),
				claims("issued after it expires", (claims) -> claims.issueTime(secondsFromNow(3600))),
				claims("no sub", (claims) -> claims.subject(null)),
				claims("empty sub", (claims) -> claims.subject(" ")),
				claims("sub is a list", (claims) -> claims.claim("sub", List.of("ada"))),
				claims("another issuer", (claims) -> claims.issuer(TokenIssuer.ISSUER + "/")),
				claims("no issuer", (claims) -> claims.issuer(null)),
				claims("another audience", (claims) -> claims.audience("other")),
				claims("no audience", (claims) -> claims.audience((String) null)),
				claims("bound to a certificate", (claims) -> claims.claim("cnf", Map.of("x5t#S256", "abc"))),
				Arguments.of("a logout token",
						TokenIssuer.rsa(rsa,
								new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("logout+jwt"))
									.build(),
								TokenIssuer.claims())),
				Arguments.of("claims that are no object", encoded("{\"alg\":\"RS256\"}") + "." + encoded("[]") + ".AA"),
				Arguments.of("a header of 10,000 levels", encoded("{\"alg\":" + "[".repeat(10_000)) + ".e30.AA"),
				claims("too long", (claims) -> claims.claim("story", "A".repeat(16_000))),
				Arguments.of("no token", "let me in"), Arguments.of("empty", ""), Arguments.of("dots", ".."),
				Arguments.of("zeros", "\0\0\0"));
	}

	private static Arguments claims(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
		return Arguments.of(what, TokenIssuer.rs256(TokenIssuer.RSA, TokenIssuer.claims(change)));
	}

	private static Date secondsFromNow(int seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

	private static String encoded(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	private static String encrypted(RSAKey key) throws JOSEException {
		EncryptedJWT token = new EncryptedJWT(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM),
				TokenIssuer.claims());
		token.encrypt(new RSAEncrypter(key));
		return token.serialize();
	}

	private static String hs256(String secret) {
		return TokenIssuer.hs256(secret.getBytes(StandardCharsets.UTF_8), TokenIssuer.claims());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badTokensForASecret")
	void aServerWithASecretRefuses(String what, String token) {
		assertRefused(withSecret, token);
	}

	static Stream<Arguments> badTokensForASecret() {
		byte[] secret = TokenIssuer.SECRET.getBytes(StandardCharsets.UTF_8);
		return Stream.of(Arguments.of("alg: none", new PlainJWT(TokenIssuer.claims()).serialize()),
				Arguments.of("another secret", hs256("another secret of more than 32 bytes")),
				Arguments.of("RS256", TokenIssuer.rs256(TokenIssuer.RSA, TokenIssuer.claims())),
				Arguments.of("HS384",
						TokenIssuer.hs256(Arrays.copyOf(secret, 48), JWSAlgorithm.HS384, TokenIssuer.claims())),
				Arguments.of("expired", TokenIssuer.hs256(secret,
						TokenIssuer.claims((claims) -> claims.expirationTime(secondsFromNow(-1))))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badTokensForAnEcKey")
	void aServerWithAnEcKeyRefuses(String what, String token) {
		assertRefused(withEcKey, token);
	}

	static Stream<Arguments> badTokensForAnEcKey() {
		JWTClaimsSet claims = TokenIssuer.claims((builder) -> builder.claim("uid", "ada"));
		return Stream.of(Arguments.of("alg: none", new PlainJWT(claims).serialize()),
				Arguments.of("another key", TokenIssuer.es256(TokenIssuer.ec(TokenIssuer.EC.getKeyID()), claims)),
				Arguments.of("RS256", TokenIssuer.rs256(TokenIssuer.RSA, claims)),
				Arguments.of("HS256 with the public key",
						TokenIssuer.hs256(TokenIssuer.EC.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
								claims)),
				Arguments.of("a signature of zeros",
						TokenIssuer.es256(TokenIssuer.EC, claims).replaceFirst("[^.]*$", "A".repeat(86))),
				Arguments.of("the subject in another claim", TokenIssuer.es256(TokenIssuer.EC, TokenIssuer.claims())));
	}

	private static void assertRefused(ConfigurableApplicationContext host, String token) {
		try (TokenSession session = present(host, token)) {
			assertThat(session.assertRefused()).isIn(MESSAGES);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class Application {

		@Bean
		Seen seen() {
			return new Seen();
		}

	}

	static class Seen implements AccessPolicy {

		private final BlockingQueue<SodpIdentity> identities = new LinkedBlockingQueue<>();

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			if (identity != null) {
				this.identities.add(identity);
			}
			return true;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return false;
		}

	}

}
