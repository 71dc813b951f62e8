// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.dockercompose;

import dev.sodp.boot.SodpConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Creates {@link SodpConnectionDetails} for a Compose service that runs the published
 * server, or whose label {@code org.springframework.boot.service-connection} is
 * {@code sodp}. The variable {@code SODP_TOKEN} of the service's environment, if set, is
 * used as token.
 */
final class SodpDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<SodpConnectionDetails> {

	private static final String[] NAMES = { "orkestri/sodp-server", "sodp" };

	private static final int PORT = 7777;

	SodpDockerComposeConnectionDetailsFactory() {
		super(NAMES);
	}

	@Override
	protected SodpConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new SodpDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class SodpDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements SodpConnectionDetails {

		private final String url;

		private final @Nullable String token;

		private final @Nullable SslBundle sslBundle;

		private SodpDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.sslBundle = getSslBundle(service);
			String scheme = (this.sslBundle != null) ? "wss" : "ws";
			this.url = scheme + "://" + service.host() + ":" + service.ports().get(PORT);
			this.token = service.env().get("SODP_TOKEN");
		}

		@Override
		public String getUrl() {
			return this.url;
		}

		@Override
		public @Nullable String getToken() {
			return this.token;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
