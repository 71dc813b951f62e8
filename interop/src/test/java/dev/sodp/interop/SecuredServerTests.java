// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletionException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the files of this server allow to a client with a token. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SecuredServerTests {

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	@LocalServerPort
	private int port;

	@Value("${sodp.server.auth.jwt.secret}")
	private String secret = "";

	private SodpClient connect() throws Exception {
		SodpClient client = SodpClient.builder("ws://localhost:" + this.port + "/").token(token("alice")).build();
		client.ready().join();
		return client;
	}

	private String token(String subject) throws Exception {
		String claims = "{\"sub\":\"" + subject + "\",\"exp\":" + Instant.now().plusSeconds(60).getEpochSecond() + "}";
		String content = encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
				+ encode(claims.getBytes(StandardCharsets.UTF_8));
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(this.secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return content + "." + encode(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
	}

	private static String encode(byte[] bytes) {
		return BASE64.encodeToString(bytes);
	}

	private static void assertRefused(SodpClient client, int code, String key, Object value) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> client.set(key, value).join())
			.withCauseInstanceOf(SodpRejectedException.class)
			.satisfies((ex) -> assertThat(((SodpRejectedException) ex.getCause()).code()).isEqualTo(code));
	}

	@Test
	void rulesAndSchemaDecideWhatIsWritten() throws Exception {
		try (SodpClient client = connect()) {
			assertThat(client.set("user.alice.name", "Alice").join().version()).hasValue(1);
			assertRefused(client, 403, "user.bob.name", "Bob");
			assertRefused(client, 403, "integ.admin", 1);
			assertRefused(client, 422, "integ.player", Map.of("name", "Alice", "health", "full"));
		}
	}

}
