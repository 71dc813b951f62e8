// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * With what a journal was built.
 *
 * @param directory where its file is
 * @param durability when a change counts as committed
 * @param interval time between commits with {@link Durability#INTERVAL}
 * @param cacheSize bytes that MVStore may keep of pages
 * @param lockTimeout how long another instance may keep the directory
 * @param backupDirectory where backups go
 * @param scheme MVStore's file system, empty for files
 * @param usable how much space the volume has, null to ask it
 */
record JournalSettings(Path directory, Durability durability, Duration interval, long cacheSize, Duration lockTimeout,
		Path backupDirectory, String scheme, FreeSpace.@Nullable Usable usable) {

	private static final long MEGABYTE = 1024 * 1024;

	int cacheMegabytes() {
		return (int) Math.max(1, Math.min(this.cacheSize / MEGABYTE, Integer.MAX_VALUE));
	}

	@Nullable Duration commitInterval() {
		return (this.durability == Durability.INTERVAL) ? this.interval : null;
	}

}
