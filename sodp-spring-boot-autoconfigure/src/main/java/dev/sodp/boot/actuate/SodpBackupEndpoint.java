// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} that copies the stored state of the server in this application, while
 * the server goes on. The directory is configured, never chosen by the caller.
 */
@Endpoint(id = "sodpbackup")
public final class SodpBackupEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(SodpBackupEndpoint.class);

	private final @Nullable Supplier<CompletableFuture<Path>> backups;

	private final String reason;

	private SodpBackupEndpoint(@Nullable Supplier<CompletableFuture<Path>> backups, String reason) {
		this.backups = backups;
		this.reason = reason;
	}

	/**
	 * Creates the endpoint.
	 * @param backups starts a backup and returns its file once it is complete
	 */
	public SodpBackupEndpoint(Supplier<CompletableFuture<Path>> backups) {
		this(Objects.requireNonNull(backups, "backups must not be null"), "");
	}

	/**
	 * Creates an endpoint for a server that cannot be backed up.
	 * @param reason why, and what to configure
	 * @return an endpoint that answers with this reason
	 */
	static SodpBackupEndpoint unavailable(String reason) {
		return new SodpBackupEndpoint(null, reason);
	}

	/**
	 * Creates a backup and waits for it.
	 * @return the name and size of the file, or why there is none
	 */
	@WriteOperation
	public BackupDescriptor backup() {
		if (this.backups == null) {
			return new BackupDescriptor(BackupStatus.UNAVAILABLE, null, null, this.reason);
		}
		try {
			Path file = this.backups.get().get();
			return new BackupDescriptor(BackupStatus.CREATED, String.valueOf(file.getFileName()), Files.size(file),
					null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return failed("The backup goes on, but waiting for it was interrupted");
		}
		catch (ExecutionException ex) {
			logger.warn("The backup failed", ex.getCause());
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The backup failed", ex);
		}
		return failed("The backup failed; the log of the application says why");
	}

	private static BackupDescriptor failed(String error) {
		return new BackupDescriptor(BackupStatus.FAILED, null, null, error);
	}

	/**
	 * Descriptor of a backup.
	 *
	 * @param status what became of it
	 * @param file name of the file in the backup directory
	 * @param size size of the file in bytes
	 * @param error why there is no backup
	 */
	public record BackupDescriptor(BackupStatus status, @Nullable String file, @Nullable Long size,
			@Nullable String error) {
	}

	/** What became of a backup. */
	public enum BackupStatus {

		/** The file is complete. */
		CREATED,

		/**
		 * Backups are not configured, or the state is in memory only or that of a
		 * cluster.
		 */
		UNAVAILABLE,

		/** The file could not be written. */
		FAILED

	}

}
