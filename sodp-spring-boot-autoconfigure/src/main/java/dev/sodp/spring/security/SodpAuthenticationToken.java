// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.Collection;
import java.util.Objects;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/**
 * The user of a session that has authenticated with an AUTH frame. Its principal is the
 * {@link SodpIdentity}.
 */
public final class SodpAuthenticationToken extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	/** The principal. */
	private final transient SodpIdentity identity;

	/**
	 * Creates an authenticated token.
	 * @param identity the identity of the session
	 * @param authorities what it is granted
	 */
	public SodpAuthenticationToken(SodpIdentity identity, Collection<? extends GrantedAuthority> authorities) {
		super(authorities);
		this.identity = Objects.requireNonNull(identity, "identity must not be null");
		setAuthenticated(true);
	}

	/**
	 * Returns the identity of the session.
	 * @return the identity
	 */
	@Override
	public SodpIdentity getPrincipal() {
		return this.identity;
	}

	/**
	 * Returns nothing: the server does not keep tokens.
	 * @return {@code null}
	 */
	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public String getName() {
		return this.identity.subject();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
	}

}
