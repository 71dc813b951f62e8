// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.Objects;

import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension} of {@link SodpBackupEndpoint} that answers with a status
 * by which a script can tell whether there is a backup.
 */
@EndpointWebExtension(endpoint = SodpBackupEndpoint.class)
public final class SodpBackupEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final SodpBackupEndpoint delegate;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 */
	public SodpBackupEndpointWebExtension(SodpBackupEndpoint delegate) {
		this.delegate = Objects.requireNonNull(delegate, "delegate must not be null");
	}

	/**
	 * Creates a backup and waits for it.
	 * @return the name and size of the file; 409 if backups are not configured, 500 if it
	 * could not be written
	 */
	@WriteOperation
	public WebEndpointResponse<SodpBackupEndpoint.BackupDescriptor> backup() {
		SodpBackupEndpoint.BackupDescriptor backup = this.delegate.backup();
		return new WebEndpointResponse<>(backup, switch (backup.status()) {
			case CREATED -> WebEndpointResponse.STATUS_OK;
			case UNAVAILABLE -> CONFLICT;
			case FAILED -> WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
		});
	}

}
