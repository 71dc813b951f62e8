// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension} of {@link SodpEndpoint} that takes the user's roles into
 * account, and answers 404 for unknown clients and keys.
 */
@EndpointWebExtension(endpoint = SodpEndpoint.class)
public final class SodpEndpointWebExtension {

	private final SodpEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues when to show the value of a key
	 * @param roles roles that may see values; if empty, all authenticated users may
	 */
	public SodpEndpointWebExtension(SodpEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = Objects.requireNonNull(delegate, "delegate must not be null");
		this.showValues = Objects.requireNonNull(showValues, "showValues must not be null");
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Returns a key.
	 * @param securityContext the security context of the request
	 * @param client name of the client
	 * @param key the key; if it contains slashes, the segments of the path
	 * @return its status, and its value if the user may see it
	 */
	@ReadOperation
	public WebEndpointResponse<SodpEndpoint.@Nullable ValueDescriptor> key(SecurityContext securityContext,
			@Selector String client, @Selector(match = Match.ALL_REMAINING) String... key) {
		SodpEndpoint.ValueDescriptor descriptor = this.delegate.describe(client, SodpEndpoint.joined(key),
				this.showValues.isShown(securityContext, this.roles));
		return new WebEndpointResponse<>(descriptor,
				(descriptor != null) ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * Makes a client replace its connection with a new one.
	 * @param client name of the client
	 * @return a response without content
	 */
	@WriteOperation
	public WebEndpointResponse<Void> reconnect(@Selector String client) {
		return new WebEndpointResponse<>(this.delegate.reconnect(client) ? WebEndpointResponse.STATUS_NO_CONTENT
				: WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
