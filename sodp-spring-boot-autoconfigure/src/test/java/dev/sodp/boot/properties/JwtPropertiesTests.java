// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

class JwtPropertiesTests {

	private static final String PREFIX = "sodp.server.auth.jwt.";

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	@TempDir
	private Path folder;

	private static JwtPropertiesMapper mapper(Map<String, String> properties) {
		Map<String, String> all = new HashMap<>();
		properties.forEach((name, value) -> all.put(PREFIX + name, value));
		SodpServerProperties bound = new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("sodp.server",
				SodpServerProperties.class);
		return new JwtPropertiesMapper(bound.auth().jwt(), new DefaultResourceLoader());
	}

	private static InvalidSodpPropertyException refusal(Map<String, String> properties) {
		JwtPropertiesMapper mapper = mapper(properties);
		return assertThatExceptionOfType(InvalidSodpPropertyException.class)
			.isThrownBy(() -> mapper.builder(() -> null))
			.actual();
	}

	private static void assertAccepted(Map<String, String> properties) {
		assertThatNoException().isThrownBy(() -> mapper(properties).builder(() -> null));
	}

	private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		generator.initialize(bits);
		return generator.generateKeyPair();
	}

	private static String pem(String kind, byte[] content) {
		return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
				+ "-----\n";
	}

	private static String publicKey(KeyPair pair) {
		return pem("PUBLIC KEY", pair.getPublic().getEncoded());
	}

	@Test
	void aSecretOf256BitsIsAccepted() {
		assertAccepted(Map.of("secret", SECRET));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "short", "0123456789abcdef0123456789abcde" })
	void aSecretThatIsTooShortIsRefusedWithoutShowingIt(String secret) {
		InvalidSodpPropertyException refusal = refusal(Map.of("secret", secret));

		assertThat(refusal.property()).isEqualTo(PREFIX + "secret");
		assertThat(refusal.value()).isEqualTo("******");
		assertThat(refusal.reason()).contains("at least 256 bits (was " + secret.length() * 8 + ")");
	}

	@Test
	void aPublicKeyIsReadFromAFile() throws Exception {
		Path file = this.folder.resolve("key.pem");
		Files.writeString(file, "What this is for.\n" + publicKey(pair("RSA", 2048)));

		assertAccepted(Map.of("public-key", "file:" + file));
	}

	@Test
	void anEcKeyOnP256IsAccepted() throws Exception {
		assertAccepted(Map.of("public-key", publicKey(pair("EC", 256))));
	}

	@Test
	void anRsaKeyThatIsTooShortIsRefused() throws Exception {
		InvalidSodpPropertyException refusal = refusal(Map.of("public-key", publicKey(pair("RSA", 1024))));

		assertThat(refusal.property()).isEqualTo(PREFIX + "public-key");
		assertThat(refusal.reason()).contains("at least 2048 bits (was 1024)");
	}

	@Test
	void anEcKeyOnAnotherCurveIsRefused() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp384r1"));

		assertThat(refusal(Map.of("public-key", publicKey(generator.generateKeyPair()))).reason())
			.contains("on the curve P-256");
	}

	@Test
	void aKeyOfAnotherKindIsRefused() throws Exception {
		assertThat(refusal(Map.of("public-key", publicKey(pair("DSA", 2048)))).reason())
			.contains("neither of RSA nor of EC");
	}

	@Test
	void aPrivateKeyIsRefusedWithoutShowingIt() throws Exception {
		byte[] privateKey = pair("RSA", 2048).getPrivate().getEncoded();

		InvalidSodpPropertyException refusal = refusal(Map.of("public-key", pem("PRIVATE KEY", privateKey)));

		assertThat(refusal.reason()).contains("-----BEGIN PRIVATE KEY----- instead of -----BEGIN PUBLIC KEY-----");
		assertThat(refusal).message().doesNotContain(Base64.getEncoder().encodeToString(privateKey).substring(0, 20));
	}

	@Test
	void aKeyThatIsCutOffIsRefused() {
		assertThat(refusal(Map.of("public-key", "-----BEGIN PUBLIC KEY-----\nMIIB")).reason())
			.contains("it has no block -----BEGIN PUBLIC KEY-----");
		assertThat(refusal(Map.of("public-key", "-----BEGIN PUBLIC KEY-----\n***\n-----END PUBLIC KEY-----")).reason())
			.contains("not in Base64");
	}

	@Test
	void aFileThatDoesNotExistIsNamed() {
		InvalidSodpPropertyException refusal = refusal(Map.of("public-key", "file:/nowhere/key.pem"));

		assertThat(refusal.value()).isEqualTo("file:/nowhere/key.pem");
		assertThat(refusal.reason()).startsWith("it cannot be read");
	}

	@Test
	void aFileWithoutKeyIsRefused() throws IOException {
		Path file = this.folder.resolve("key.pem");
		Files.writeString(file, "nothing");

		assertThat(refusal(Map.of("public-key", "file:" + file)).reason()).contains("has no block");
	}

	@ParameterizedTest
	@CsvSource({ "secret,public-key", "secret,jwk-set-uri", "public-key,jwk-set-uri" })
	void keysComeFromOnePlaceOnly(String one, String two) {
		InvalidSodpPropertyException refusal = refusal(Map.of(one, SECRET, two, SECRET));

		assertThat(refusal.property()).isEqualTo(PREFIX + two);
		assertThat(refusal.reason()).startsWith(PREFIX + one + " is set as well");
		assertThat(refusal).message().doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "id.example.org", "ftp://id.example.org", "https:///keys", "not a uri",
			"https://user:password@id.example.org/keys" })
	void anAddressMustBeOneOfHttp(String address) {
		assertThat(refusal(Map.of("jwk-set-uri", address)).property()).isEqualTo(PREFIX + "jwk-set-uri");
		assertThat(refusal(Map.of("issuer-uri", address))).message().doesNotContain("password");
	}

	@Test
	void anIssuerNeedsNoAddressIfTheKeyIsKnown() {
		assertAccepted(Map.of("secret", SECRET, "issuer-uri", "shop"));
	}

	@ParameterizedTest
	@CsvSource({ "audiences,''", "subject-claim,''", "issuer-uri,' '" })
	void anEmptyValueIsNoWishForNone(String name, String value) {
		assertThat(refusal(Map.of("secret", SECRET, name, value)).property()).isEqualTo(PREFIX + name);
	}

	@ParameterizedTest
	@CsvSource({ "audiences,app", "subject-claim,uid", "key-fetch-interval,20s" })
	void whatNeedsAKeyIsRefusedWithoutOne(String name, String value) {
		InvalidSodpPropertyException refusal = refusal(Map.of(name, value));

		assertThat(refusal.property()).isEqualTo(PREFIX + name);
		assertThat(refusal.reason()).isEqualTo("nothing says which key verifies the tokens");
		assertThat(refusal.remedy()).contains(PREFIX + "issuer-uri").contains("JwtDecoder bean");
	}

	@Test
	void aDecoderIsUsedForWhatNeedsAKey() {
		assertThatNoException()
			.isThrownBy(() -> mapper(Map.of("audiences", "app")).builder(() -> mock(JwtDecoder.class)));
	}

	/** What a number without a unit becomes that was meant in seconds. */
	@Test
	void aKeyFetchIntervalOfAFewMillisecondsIsRefused() {
		InvalidSodpPropertyException refusal = refusal(Map.of("secret", SECRET, "key-fetch-interval", "10"));

		assertThat(refusal.reason()).isEqualTo("it must be between 1s and 300s");
	}

}
