// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import dev.sodp.journal.mvstore.Durability;
import dev.sodp.journal.mvstore.MvStoreJournal;

import org.springframework.util.unit.DataSize;

/**
 * Creates the stored journal from {@link SodpServerProperties.Persistence}, or reports
 * the property that prevents it.
 */
public final class PersistencePropertiesMapper {

	private static final String PREFIX = "sodp.server.persistence.";

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

	/** More than this is no durability. */
	private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

	private static final Duration SHORTEST_LOCK_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration LONGEST_LOCK_TIMEOUT = Duration.ofHours(1);

	private static final DataSize SMALLEST_CACHE = DataSize.ofMegabytes(1);

	private static final DataSize LARGEST_CACHE = DataSize.ofGigabytes(64);

	private final SodpServerProperties.Persistence properties;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 */
	public PersistencePropertiesMapper(SodpServerProperties.Persistence properties) {
		this.properties = properties;
	}

	/**
	 * Creates the journal, which does nothing before it is opened.
	 * @return the journal
	 */
	public MvStoreJournal journal() {
		Path directory = directory();
		MvStoreJournal.Builder builder = MvStoreJournal.builder(directory)
			.durability(durability())
			.interval(PropertyChecks.between(SHORTEST_INTERVAL, LONGEST_INTERVAL, PREFIX + "interval",
					this.properties.interval()))
			.cacheSize(PropertyChecks.between(SMALLEST_CACHE, LARGEST_CACHE, PREFIX + "cache-size",
					this.properties.cacheSize()))
			.lockTimeout(lockTimeout());
		String backups = this.properties.backupDirectory();
		if (backups != null) {
			builder.backupDirectory(backupDirectory(backups, directory));
		}
		return builder.build();
	}

	/**
	 * Returns where the state is stored.
	 * @return an absolute path
	 */
	public Path directory() {
		return path("directory", this.properties.directory());
	}

	private static Path backupDirectory(String configured, Path directory) {
		Path path = path("backup-directory", configured);
		if (path.equals(directory)) {
			throw new InvalidSodpPropertyException(PREFIX + "backup-directory", configured,
					"it must not be the directory of the state itself", "Use another directory, best on another disk");
		}
		return path;
	}

	private static Path path(String name, String value) {
		if (value.isBlank()) {
			throw new InvalidSodpPropertyException(PREFIX + name, value, "it must name a directory",
					"Use a path such as '/var/lib/app/state', or remove the property");
		}
		try {
			return Path.of(value).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw new InvalidSodpPropertyException(PREFIX + name, value, "it is not a path: " + ex.getReason(),
					"Use a path such as '/var/lib/app/state'", ex);
		}
	}

	private Durability durability() {
		return switch (this.properties.durability()) {
			case ALWAYS -> Durability.ALWAYS;
			case INTERVAL -> Durability.INTERVAL;
		};
	}

	private Duration lockTimeout() {
		Duration value = this.properties.lockTimeout();
		return value.isZero() ? value
				: PropertyChecks.between(SHORTEST_LOCK_TIMEOUT, LONGEST_LOCK_TIMEOUT, PREFIX + "lock-timeout", value);
	}

}
