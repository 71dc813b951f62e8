// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What can be configured. */
class RedisLogBuilderTests {

	@Test
	void whenKeyPrefixHasBracesThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisLog.builder().keyPrefix("a{b}"))
			.withMessageContaining("a{b}");
		assertThatIllegalArgumentException().isThrownBy(() -> RedisLog.builder().keyPrefix(""));
	}

	@Test
	void whenSentinelsAreNotNamedThenTheyAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> RedisLog.builder().servers(RedisMode.SENTINEL, List.of(RedisURI.create("localhost", 26379))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RedisLog.builder().servers(RedisMode.STANDALONE, List.of()));
	}

	@Test
	void whenNumbersAreOutOfRangeThenTheyAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisLog.builder().partitions(0))
			.withMessageContaining("was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> RedisLog.builder().minReplicas(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> RedisLog.builder().commandTimeout(Duration.ofMillis(99)));
		assertThatIllegalArgumentException().isThrownBy(() -> RedisLog.builder().deletedRetention(Duration.ZERO));
	}

	@Test
	void whenUriOfSentinelsIsCopiedThenNothingIsLost() {
		RedisURI given = RedisURI.builder()
			.withSentinelMasterId("primary")
			.withSentinel("one", 26379, "secret")
			.withSentinel("two", 26380)
			.withAuthentication("user", "password")
			.withDatabase(3)
			.build();
		given.setSsl(true);
		given.getSentinels().forEach((sentinel) -> sentinel.setSsl(false));
		given.setClientName("name");

		RedisURI copy = PrimaryLocator.patient(given, Duration.ofSeconds(7));
		RedisURI primary = PrimaryLocator.at(copy, "three", 6379);

		assertThat(copy.getSentinelMasterId()).isEqualTo("primary");
		assertThat(copy.getSentinels()).containsExactlyElementsOf(given.getSentinels());
		assertThat(copy.getSentinels()).noneMatch(RedisURI::isSsl)
			.allMatch((sentinel) -> sentinel.getTimeout().equals(Duration.ofSeconds(7)));
		assertThat(primary.getCredentialsProvider()).isSameAs(given.getCredentialsProvider());
		assertThat(primary.isSsl()).isTrue();
		assertThat(primary.getDatabase()).isEqualTo(3);
		assertThat(primary.getClientName()).isEqualTo("name");
		assertThat(primary.getTimeout()).isEqualTo(Duration.ofSeconds(7));
		assertThat(primary.getSentinels()).isEmpty();
	}

}
