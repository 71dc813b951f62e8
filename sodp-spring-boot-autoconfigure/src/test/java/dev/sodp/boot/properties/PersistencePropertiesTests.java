// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class PersistencePropertiesTests {

	private static final String PREFIX = "sodp.server.persistence.";

	private static SodpServerProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sodp.server",
				SodpServerProperties.class);
	}

	private static SodpServerProperties.Persistence persistence(String name, String value) {
		return bind(new HashMap<>(Map.of(PREFIX + name, value))).persistence();
	}

	private static void assertRefused(String name, String value, String reason) {
		PersistencePropertiesMapper mapper = new PersistencePropertiesMapper(persistence(name, value));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::journal)
			.satisfies((failure) -> assertThat(failure.property()).isEqualTo(PREFIX + name))
			.satisfies((failure) -> assertThat(failure.reason()).contains(reason));
	}

	@Test
	void defaultsAreThoseOfTheJournal() {
		SodpServerProperties.Persistence properties = bind(Map.of()).persistence();

		assertThat(properties.enabled()).isFalse();
		assertThat(properties.directory()).isEqualTo("sodp-data");
		assertThat(properties.durability()).isEqualTo(SodpServerProperties.Durability.ALWAYS);
		assertThat(properties.interval()).isEqualTo(MvStoreJournal.DEFAULT_INTERVAL);
		assertThat(properties.cacheSize()).isEqualTo(DataSize.ofBytes(MvStoreJournal.DEFAULT_CACHE_SIZE));
		assertThat(properties.lockTimeout()).isEqualTo(MvStoreJournal.DEFAULT_LOCK_TIMEOUT);
		assertThat(properties.backupDirectory()).isNull();
	}

	@Test
	void theDirectoryIsBelowTheWorkingDirectory() {
		assertThat(new PersistencePropertiesMapper(bind(Map.of()).persistence()).directory())
			.isEqualTo(Path.of(System.getProperty("user.dir"), "sodp-data"));
	}

	@Test
	void callTimeoutOfTheServerIsThatOfTheCoreUnlessSet() {
		assertThat(new ServerPropertiesMapper(bind(Map.of())).builder().options().callTimeout())
			.isEqualTo(SodpServerOptions.DEFAULT_CALL_TIMEOUT);
		assertThat(new ServerPropertiesMapper(bind(Map.of("sodp.server.call-timeout", "3s"))).builder()
			.options()
			.callTimeout()).hasSeconds(3);
	}

	/** What a number without a unit becomes that was meant in seconds. */
	@Test
	void aCallTimeoutOfAFewMillisecondsIsRefused() {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(bind(Map.of("sodp.server.call-timeout", "10")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::builder)
			.withMessage("Invalid value '10ms' of property sodp.server.call-timeout: it must be between 100ms and"
					+ " 31536000s. Use a duration with a unit, such as '10s' or '500ms'; without one it is in"
					+ " milliseconds.");
	}

	@ParameterizedTest
	@CsvSource({ "interval,0s", "interval,2m", "lock-timeout,10", "lock-timeout,-1s", "lock-timeout,2h" })
	void aDurationOutOfRangeIsRefused(String name, String value) {
		assertRefused(name, value, "it must be between");
	}

	@ParameterizedTest
	@CsvSource({ "interval,1ms", "interval,1m", "lock-timeout,0s", "lock-timeout,1s", "lock-timeout,1h",
			"cache-size,1MB", "directory,state", "backup-directory,backups" })
	void valuesInRangeAreAccepted(String name, String value) {
		assertThatNoException().isThrownBy(new PersistencePropertiesMapper(persistence(name, value))::journal);
	}

	@ParameterizedTest
	@CsvSource({ "cache-size,16", "cache-size,1TB" })
	void aCacheOutOfRangeIsRefused(String name, String value) {
		assertRefused(name, value, "it must be between 1MB and 65536MB");
	}

	@ParameterizedTest
	@CsvSource({ "directory", "backup-directory" })
	void aDirectoryWithoutNameIsRefused(String name) {
		assertRefused(name, " ", "it must name a directory");
	}

	@Test
	void backupsMustNotBeAmongWhatIsBackedUp() {
		assertRefused("backup-directory", "./sodp-data", "it must not be the directory of the state itself");
	}

}
