// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.Objects;

import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension} of {@link SodpAclEndpoint} that answers with a status by
 * which a script can tell whether the rules of the file are in force.
 */
@EndpointWebExtension(endpoint = SodpAclEndpoint.class)
public final class SodpAclEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final SodpAclEndpoint delegate;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 */
	public SodpAclEndpointWebExtension(SodpAclEndpoint delegate) {
		this.delegate = Objects.requireNonNull(delegate, "delegate must not be null");
	}

	/**
	 * Reads the file again.
	 * @return what came of it; 409 if the rules are in no file, 500 if the file cannot be
	 * used
	 */
	@WriteOperation
	public WebEndpointResponse<SodpAclEndpoint.ReloadDescriptor> reload() {
		SodpAclEndpoint.ReloadDescriptor reload = this.delegate.reload();
		return new WebEndpointResponse<>(reload, switch (reload.status()) {
			case RELOADED, UNCHANGED -> WebEndpointResponse.STATUS_OK;
			case UNAVAILABLE -> CONFLICT;
			case FAILED -> WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
		});
	}

}
