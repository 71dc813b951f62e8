// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.stream.Stream;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.server.SodpAuthenticator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Fails the start of an application that was processed ahead of time without the
 * properties that ask for tokens. Its server would not ask for any.
 */
final class LateJwtPropertiesCheck implements SmartInitializingSingleton {

	private final SodpServerProperties.Jwt properties;

	private final ObjectProvider<SodpAuthenticator> authenticator;

	LateJwtPropertiesCheck(SodpServerProperties.Jwt properties, ObjectProvider<SodpAuthenticator> authenticator) {
		this.properties = properties;
		this.authenticator = authenticator;
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean set = Stream
			.of(this.properties.secret(), this.properties.publicKey(), this.properties.jwkSetUri(),
					this.properties.issuerUri(), this.properties.audiences())
			.anyMatch((property) -> property != null);
		if (set && this.authenticator.stream().findAny().isEmpty()) {
			throw new InvalidSodpPropertyException("sodp.server.auth.jwt", "******",
					"the application was processed ahead of time without any property below it",
					"Repeat the ahead-of-time processing with one of these properties, whose value may be another,"
							+ " or remove them");
		}
	}

}
