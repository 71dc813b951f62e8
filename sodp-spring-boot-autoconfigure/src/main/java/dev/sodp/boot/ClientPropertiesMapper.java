package dev.sodp.boot;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Makes a builder from {@link SodpProperties} and {@link SodpConnectionDetails} and says
 * which property is wrong if that is not possible.
 */
final class ClientPropertiesMapper {

	/** Stands for the server in the same application. */
	static final String IN_MEMORY_URL = "ws://in-memory";

	private final SodpProperties properties;

	private final SodpConnectionDetails connection;

	ClientPropertiesMapper(SodpProperties properties, SodpConnectionDetails connection) {
		this.properties = properties;
		this.connection = connection;
	}

	/**
	 * Makes the builder.
	 * @param defaultUrl used if the properties have no address
	 * @param sslBundles looked up if a bundle is named
	 */
	SodpClientBuilder builder(String defaultUrl, @Nullable SslBundles sslBundles) {
		String configured = this.connection.getUrl();
		String url = StringUtils.hasText(configured) ? configured : defaultUrl;
		SodpClientBuilder builder = builder(url);
		String token = this.connection.getToken();
		if (StringUtils.hasText(token)) {
			builder.token(token);
		}
		applyReconnect(builder);
		builder.connectTimeout(PropertyChecks.positive("sodp.connect-timeout", this.properties.connectTimeout()));
		builder.callTimeout(PropertyChecks.positive("sodp.call-timeout", this.properties.callTimeout()));
		builder.pingInterval(PropertyChecks.positive("sodp.ping-interval", this.properties.pingInterval()));
		builder.maxMessageBytes(
				PropertyChecks.bytes("sodp.max-message-size", this.properties.maxMessageSize(), Integer.MAX_VALUE));
		PropertyChecks.positive("sodp.startup-timeout", this.properties.startupTimeout());
		this.properties.headers().forEach(builder::header);
		applySsl(builder, url, sslBundles);
		return builder;
	}

	private static SodpClientBuilder builder(String url) {
		try {
			return SodpClient.builder(url);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException("sodp.url", SafeUri.in(url),
					"it is not a WebSocket address: a scheme ws:// or wss:// and a host are needed",
					"Write for example '" + suggestion(url) + "'", null);
		}
	}

	/** What was probably meant: an HTTP address names the right server. */
	private static String suggestion(String url) {
		String lower = url.toLowerCase(Locale.ROOT);
		if (lower.startsWith("http://") || lower.startsWith("https://")) {
			try {
				URI uri = URI.create(SafeUri.in("ws" + url.substring("http".length())));
				if (uri.getHost() != null) {
					return uri.toString();
				}
			}
			catch (IllegalArgumentException ex) {
				// Nothing to be learned from it.
			}
		}
		return SodpProperties.DEFAULT_URL;
	}

	private void applyReconnect(SodpClientBuilder builder) {
		SodpProperties.Reconnect reconnect = this.properties.reconnect();
		Duration delay = PropertyChecks.positive("sodp.reconnect.delay", reconnect.delay());
		Duration maxDelay = PropertyChecks.positive("sodp.reconnect.max-delay", reconnect.maxDelay());
		if (maxDelay.compareTo(delay) < 0) {
			throw new InvalidSodpPropertyException("sodp.reconnect.max-delay", maxDelay,
					"it is shorter than sodp.reconnect.delay, " + delay,
					"Make it at least as long, or sodp.reconnect.delay shorter", null);
		}
		builder.reconnect(reconnect.enabled()).reconnectDelay(delay).maxReconnectDelay(maxDelay);
	}

	private void applySsl(SodpClientBuilder builder, String url, @Nullable SslBundles sslBundles) {
		String bundle = this.properties.ssl().bundle();
		if (!StringUtils.hasText(bundle)) {
			return;
		}
		if (!url.equals(IN_MEMORY_URL) && !StringUtils.startsWithIgnoreCase(url, "wss:")) {
			throw new InvalidSodpPropertyException("sodp.url", SafeUri.in(url),
					"sodp.ssl.bundle is set, but a ws:// address is not encrypted",
					"Write wss:// instead of ws://, or remove sodp.ssl.bundle", null);
		}
		try {
			if (sslBundles == null) {
				throw new NoSuchSslBundleException(bundle, "there are no SSL bundles");
			}
			builder.sslContext(sslBundles.getBundle(bundle).createSslContext());
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidSodpPropertyException("sodp.ssl.bundle", bundle,
					"there is no SSL bundle of that name" + known(sslBundles), "Define it under spring.ssl.bundle.pem."
							+ bundle + " or spring.ssl.bundle.jks." + bundle + ", or name an existing one",
					ex);
		}
	}

	private static String known(@Nullable SslBundles sslBundles) {
		if (sslBundles == null || sslBundles.getBundleNames().isEmpty()) {
			return "; none is defined";
		}
		return "; defined are " + String.join(", ", sslBundles.getBundleNames());
	}

}
