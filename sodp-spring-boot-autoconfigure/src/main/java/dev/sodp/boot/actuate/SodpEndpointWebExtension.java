// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension} of {@link SodpEndpoint}: knows who asks, and answers 404
 * for what there is not.
 */
@EndpointWebExtension(endpoint = SodpEndpoint.class)
public final class SodpEndpointWebExtension {

	private final SodpEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues when the value of a key is shown
	 * @param roles roles that may see values; if empty, all authenticated users
	 */
	public SodpEndpointWebExtension(SodpEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = Objects.requireNonNull(delegate, "delegate must not be null");
		this.showValues = Objects.requireNonNull(showValues, "showValues must not be null");
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Tells about one key.
	 * @param securityContext who asks
	 * @param client name of the client
	 * @param key the key
	 * @return how the key stands, and its value if the user may see it
	 */
	@ReadOperation
	public WebEndpointResponse<SodpEndpoint.@Nullable ValueDescriptor> key(SecurityContext securityContext,
			@Selector String client, @Selector String key) {
		SodpEndpoint.ValueDescriptor descriptor = this.delegate.key(client, key,
				this.showValues.isShown(securityContext, this.roles));
		return new WebEndpointResponse<>(descriptor,
				(descriptor != null) ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * Has a client give up its connection for a fresh one.
	 * @param client name of the client
	 * @return no content
	 */
	@WriteOperation
	public WebEndpointResponse<Void> reconnect(@Selector String client) {
		return new WebEndpointResponse<>(this.delegate.reconnect(client) ? WebEndpointResponse.STATUS_NO_CONTENT
				: WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
