// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.sodp.journal.redis.RedisLogBuilder;
import dev.sodp.server.journal.shared.SharedLogSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class ClusterPropertiesTests {

	private static final String PREFIX = "sodp.server.cluster.";

	private static SodpServerProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sodp.server",
				SodpServerProperties.class);
	}

	private static ClusterPropertiesMapper mapper(@Nullable String application, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>();
		properties.forEach((name, value) -> all.put(PREFIX + name, value));
		return new ClusterPropertiesMapper(bind(all).cluster(), application);
	}

	private static RedisLogBuilder configured(Map<String, String> properties) {
		RedisLogBuilder builder = mock(RedisLogBuilder.class, RETURNS_SELF);
		mapper("shop", properties).configure(builder);
		return builder;
	}

	@Test
	void defaultsSuitOneRedisServer() {
		RedisLogBuilder builder = configured(Map.of());

		verify(builder).keyPrefix("sodp:shop");
		verify(builder).minReplicas(0);
		verify(builder).partitions(1);
		verify(builder).allowEviction(false);
		verify(builder).commandTimeout(Duration.ofSeconds(5));
	}

	@Test
	void everyPropertyOfTheLogReachesIt() {
		RedisLogBuilder builder = configured(Map.of("key-prefix", "mine", "min-replicas", "2", "partitions", "16",
				"allow-eviction", "true", "lease", "4s"));

		verify(builder).keyPrefix("mine");
		verify(builder).minReplicas(2);
		verify(builder).partitions(16);
		verify(builder).allowEviction(true);
	}

	@Test
	void aDeadConnectionIsNoticedWithinALease() {
		verify(configured(Map.of("lease", "4s"))).commandTimeout(Duration.ofSeconds(2));
	}

	@Test
	void theLeaseIsThatOfTheJournalUnlessSet() {
		SharedLogSettings settings = mapper("shop", Map.of()).settings();

		assertThat(settings).isEqualTo(SharedLogSettings.DEFAULT);
	}

	@Test
	void theLeaseIsRenewedFiveTimesAsOften() {
		SharedLogSettings settings = mapper("shop", Map.of("lease", "20s")).settings();

		assertThat(settings.lease()).hasSeconds(20);
		assertThat(settings.renewal()).hasSeconds(4);
	}

	@ParameterizedTest
	@CsvSource({ "key-prefix,a{b}", "key-prefix,''", "min-replicas,-1", "partitions,0", "partitions,101", "lease,10",
			"lease,10m" })
	void whatCannotWorkIsRefused(String name, String value) {
		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(() -> configured(Map.of(name, value)))
			.satisfies((failure) -> assertThat(failure.property()).isEqualTo(PREFIX + name));
	}

	@ParameterizedTest
	@CsvSource(value = { "null", "''", "' '" }, nullValues = "null")
	void anApplicationWithoutNameNeedsAPrefix(@Nullable String application) {
		assertThatExceptionOfType(InvalidSodpPropertyException.class)
			.isThrownBy(() -> mapper(application, Map.of()).keyPrefix())
			.satisfies((failure) -> assertThat(failure.property()).isEqualTo(PREFIX + "key-prefix"))
			.withMessageContaining("Set spring.application.name");

		assertThat(mapper(application, Map.of("key-prefix", "mine")).keyPrefix()).isEqualTo("mine");
	}

	@Test
	void theDrainTimeOfAClusterIsItsOwn() {
		Map<String, String> properties = Map.of("sodp.server.drain-time", "3s", PREFIX + "enabled", "true");

		assertThat(new ServerPropertiesMapper(bind(properties)).drainTime(Duration.ofMinutes(1))).hasSeconds(10);
	}

	@Test
	void theDrainTimeOfAClusterEndsBeforeThePhaseOfTheShutdown() {
		Map<String, String> properties = Map.of(PREFIX + "drain-time", "1m", PREFIX + "enabled", "true");

		assertThat(new ServerPropertiesMapper(bind(properties)).drainTime(Duration.ofSeconds(20))).hasSeconds(18);
	}

	@Test
	void theDrainTimeOfAClusterDoesNotAffectASingleServer() {
		Map<String, String> properties = Map.of(PREFIX + "drain-time", "1m");

		assertThat(new ServerPropertiesMapper(bind(properties)).drainTime(Duration.ofMinutes(2))).isZero();
	}

}
