// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AllowedOriginsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://a.example            | https://a.example       | true
			https://a.example/           | https://A.example       | true
			https://a.example            | https://a.example/      | true
			https://a.example            | http://a.example        | false
			https://a.example            | https://a.example:8443  | false
			https://a.example            | https://a.example.org   | false
			https://a.example            | https://axexample       | false
			https://*.a.example          | https://b.a.example     | true
			https://*.a.example          | https://c.b.a.example   | true
			https://*.a.example          | https://a.example       | false
			https://*.a.example          | https://b.a.example.org | false
			https://*.a.example:[*]      | https://b.a.example:99  | true
			https://*.a.example:[*]      | https://b.a.example     | true
			https://*.a.example:[80,81]  | https://b.a.example:81  | true
			https://*.a.example:[80,81]  | https://b.a.example:82  | false
			https://*.a.example:[80,81]  | https://b.a.example     | false
			*                            | null                    | true
			""")
	void anEntryAllows(String entry, String origin, boolean allowed) {
		assertThat(new AllowedOrigins(List.of(entry)).contains(origin, false)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "*, https://evil.example, false", "https://*, https://evil.example, false",
			"https://*.example, https://evil.example, false", "https://*.a.example, https://b.a.example, true",
			"https://a.example, https://a.example, true", "http://localhost:[*], http://localhost:3000, true" })
	void withCredentialsAnEntryMustNameASite(String entry, String origin, boolean allowed) {
		assertThat(new AllowedOrigins(List.of(entry)).contains(origin, true)).isEqualTo(allowed);
	}

	@Test
	void whatIsNoOriginIsNotAllowedByAnyEntry() {
		assertThat(new AllowedOrigins(List.of("*")).contains("", false)).isFalse();
		assertThat(new AllowedOrigins(List.of()).contains("https://a.example", false)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "http://a.example, http, a.example, true", "http://a.example:80, http, a.example, true",
			"https://a.example, https, A.example:443, true", "https://a.example, http, a.example, false",
			"http://a.example:8080, http, a.example, false", "http://a.example:443, http, a.example, false",
			"null, http, a.example, false" })
	void theServersOwnOrigin(String origin, String scheme, String host, boolean own) {
		assertThat(AllowedOrigins.isOwn(origin, scheme, host)).isEqualTo(own);
	}

}
