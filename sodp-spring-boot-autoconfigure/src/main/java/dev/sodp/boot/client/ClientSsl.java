// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.Objects;

import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.NamedSslBundle;
import dev.sodp.boot.properties.SafeUri;
import dev.sodp.client.SodpClientBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Configures the certificates of a client: those of its connection details, which take
 * precedence, or those of its {@code ssl.bundle}.
 */
final class ClientSsl {

	private final ClientSettings settings;

	private final @Nullable SslBundles bundles;

	ClientSsl(ClientSettings settings, @Nullable SslBundles bundles) {
		this.settings = settings;
		this.bundles = bundles;
	}

	/**
	 * Applies the bundle to a builder.
	 * @param builder the builder
	 * @param url the address of the server, or null for the server in the same
	 * application
	 * @param given the bundle of the connection details, if they have one
	 */
	void apply(SodpClientBuilder builder, @Nullable String url, @Nullable SslBundle given) {
		String name = this.settings.properties().ssl().bundle();
		if (given != null) {
			builder.sslContext(given.createSslContext());
		}
		else if (name != null && StringUtils.hasText(name)) {
			requireEncryption(url);
			builder.reloadingSslContext(reloading(name));
		}
	}

	private void requireEncryption(@Nullable String url) {
		if (url != null && !StringUtils.startsWithIgnoreCase(url, "wss:")) {
			String property = this.settings.key("ssl.bundle");
			throw new InvalidSodpPropertyException(this.settings.key("url"), SafeUri.in(url),
					property + " is set, but a ws:// address is not encrypted",
					"Use wss:// instead of ws://, or remove " + property);
		}
	}

	private ReloadingSslContext reloading(String name) {
		SslBundle bundle = NamedSslBundle.find(this.settings.key("ssl.bundle"), name, this.bundles);
		ReloadingSslContext context = new ReloadingSslContext(name, bundle);
		Objects.requireNonNull(this.bundles).addBundleUpdateHandler(name, context::update);
		return context;
	}

}
