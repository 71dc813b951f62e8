// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.testcontainers;

import java.util.List;

import dev.sodp.boot.SodpConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/**
 * Creates {@link SodpConnectionDetails} for a {@link ServiceConnection}-annotated
 * container that runs the published server, or whose connection is named {@code sodp}.
 * The variable {@code SODP_TOKEN} of the container's environment, if set, is used as
 * token.
 */
final class SodpContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, SodpConnectionDetails> {

	private static final List<String> NAMES = List.of("orkestri/sodp-server", "sodp");

	private static final int PORT = 7777;

	SodpContainerConnectionDetailsFactory() {
		super(NAMES);
	}

	@Override
	protected SodpConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new SodpContainerConnectionDetails(source);
	}

	private static final class SodpContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements SodpConnectionDetails {

		private SodpContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public String getUrl() {
			String scheme = (getSslBundle() != null) ? "wss" : "ws";
			return scheme + "://" + getContainer().getHost() + ":" + getContainer().getMappedPort(PORT);
		}

		@Override
		public @Nullable String getToken() {
			return getContainer().getEnvMap().get("SODP_TOKEN");
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
