// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpClientOptions;

import org.springframework.util.StringUtils;

/**
 * Creates a builder from {@link SodpClientProperties}, or reports the property that
 * prevents it.
 */
public final class ClientPropertiesMapper {

	private final ClientSettings settings;

	private final SodpClientProperties properties;

	/**
	 * Creates a mapper for one client.
	 * @param settings name and properties of the client
	 */
	public ClientPropertiesMapper(ClientSettings settings) {
		this.settings = settings;
		this.properties = settings.properties();
	}

	/**
	 * Creates a builder with all settings that do not need another bean.
	 * @param url the address of the server
	 * @return a builder that still needs tokens, certificates and listeners
	 */
	public SodpClientBuilder builder(String url) {
		SodpClientBuilder builder = create(url);
		if (!this.settings.isPrimary()) {
			builder.name(this.settings.name());
		}
		applyReconnect(builder);
		applyTimes(builder);
		builder.offlinePolicy(this.properties.offlinePolicy())
			.readYourWrites(this.properties.readYourWrites())
			.retryWrites(this.properties.retryWrites());
		String maxMessageSize = this.settings.key("max-message-size");
		builder
			.maxMessageBytes(PropertyChecks.bytes(maxMessageSize, this.properties.maxMessageSize(), Integer.MAX_VALUE));
		SodpClientProperties.Queue queue = this.properties.queue();
		builder.maxQueuedCalls(PropertyChecks.atLeast(1, this.settings.key("queue.max-calls"), queue.maxCalls()));
		builder.maxQueuedBytes(
				PropertyChecks.bytes(this.settings.key("queue.max-size"), queue.maxSize(), Integer.MAX_VALUE));
		this.properties.headers().forEach((name, value) -> applyHeader(builder, name, value));
		applyProxy(builder);
		return builder;
	}

	/** Header values are usually secrets, so they are not shown. */
	private void applyHeader(SodpClientBuilder builder, String name, String value) {
		if (name.contains(".")) {
			// Most likely an environment variable for a name with dashes.
			throw new InvalidSodpPropertyException(this.settings.key("headers." + name), "******",
					"the name of a header has no dots",
					"Configure a header with dashes in a file, for example as " + this.settings.key("headers.X-Api-Key")
							+ "=${API_KEY}; an environment variable cannot introduce it");
		}
		try {
			builder.header(name, value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(this.settings.key("headers." + name), "******",
					String.valueOf(ex.getMessage()),
					"Correct or remove the header; a file that holds a secret must not end with a line break");
		}
	}

	private SodpClientBuilder create(String url) {
		if (!StringUtils.hasText(url)) {
			throw new InvalidSodpPropertyException(this.settings.key("url"), url, "it is empty",
					"Set the address of the server, or remove the property to connect to the server in this application"
							+ " or else to " + SodpClientProperties.DEFAULT_URL);
		}
		if (url.toLowerCase(Locale.ROOT).startsWith("ws") && SafeUri.hasUserInfo(url)) {
			throw new InvalidSodpPropertyException(this.settings.key("url"), SafeUri.in(url),
					"it contains user info (such as user:password@), which is not sent to a WebSocket server",
					"Remove it from the address, and set " + this.settings.key("token")
							+ " or, for HTTP authentication, " + this.settings.key("headers.Authorization"));
		}
		try {
			return SodpClient.builder(url);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(this.settings.key("url"), SafeUri.in(url),
					"it is not a WebSocket address: a scheme ws:// or wss:// and a host are needed",
					"Use an address such as '" + suggestion(url) + "'");
		}
	}

	/**
	 * Suggests what was probably meant: an HTTP address points to the right server.
	 */
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
				// Nothing can be inferred from it.
			}
		}
		return SodpClientProperties.DEFAULT_URL;
	}

	private void applyTimes(SodpClientBuilder builder) {
		builder.connectTimeout(positive("connect-timeout", this.properties.connectTimeout()))
			.tokenTimeout(positive("token-timeout", this.properties.tokenTimeout()))
			.callTimeout(positive("call-timeout", this.properties.callTimeout()))
			.pingInterval(positive("ping-interval", this.properties.pingInterval()));
		positive("startup-timeout", this.properties.startupTimeout());
	}

	private void applyReconnect(SodpClientBuilder builder) {
		SodpClientProperties.Reconnect reconnect = this.properties.reconnect();
		Duration delay = positive("reconnect.delay", reconnect.delay());
		Duration maxDelay = positive("reconnect.max-delay", reconnect.maxDelay());
		if (maxDelay.compareTo(delay) < 0) {
			throw contradiction(delay, maxDelay);
		}
		builder.reconnect(reconnect.enabled()).reconnectDelay(delay).maxReconnectDelay(maxDelay);
	}

	private InvalidSodpPropertyException contradiction(Duration delay, Duration maxDelay) {
		String first = this.settings.key("reconnect.delay");
		String longest = this.settings.key("reconnect.max-delay");
		if (maxDelay.equals(SodpClientOptions.DEFAULT_MAX_RECONNECT_DELAY)) {
			// Most likely not configured by the application.
			return new InvalidSodpPropertyException(first, delay,
					"it is longer than " + longest + ", by default " + maxDelay,
					"Make it no longer than that, or set " + longest + " as well");
		}
		return new InvalidSodpPropertyException(longest, maxDelay, "it is shorter than " + first + ", " + delay,
				"Make it no shorter than that, or reduce " + first);
	}

	private Duration positive(String property, Duration value) {
		return PropertyChecks.positive(this.settings.key(property), value);
	}

	private void applyProxy(SodpClientBuilder builder) {
		SodpClientProperties.Proxy proxy = this.properties.proxy();
		boolean named = StringUtils.hasText(proxy.host());
		if (!proxy.enabled()) {
			builder.proxy(HttpClient.Builder.NO_PROXY);
		}
		else if (named && proxy.port() == null) {
			throw new InvalidSodpPropertyException(this.settings.key("proxy.host"), String.valueOf(proxy.host()),
					this.settings.key("proxy.port") + " is not set",
					"Set the port that the proxy listens on, for example " + this.settings.key("proxy.port") + "=3128");
		}
		else if (proxy.port() != null) {
			builder
				.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxyHost(proxy), proxyPort(proxy.port()))));
		}
	}

	private String proxyHost(SodpClientProperties.Proxy proxy) {
		String host = proxy.host();
		if (host == null || !StringUtils.hasText(host)) {
			throw new InvalidSodpPropertyException(this.settings.key("proxy.port"), String.valueOf(proxy.port()),
					this.settings.key("proxy.host") + " is not set",
					"Set the host of the proxy, for example " + this.settings.key("proxy.host") + "=proxy.example.org");
		}
		if (host.contains("/") || host.matches("[^\\[]*:\\d+")) {
			throw new InvalidSodpPropertyException(this.settings.key("proxy.host"), SafeUri.in(host),
					"it is not just a host name",
					"Specify the host without a scheme, for example 'proxy.example.org', and the port under "
							+ this.settings.key("proxy.port"));
		}
		return host;
	}

	private int proxyPort(int port) {
		if (port < 1 || port > 65_535) {
			throw new InvalidSodpPropertyException(this.settings.key("proxy.port"), port,
					"a port must be between 1 and 65535",
					"Specify the port that the proxy listens on, for example 3128");
		}
		return port;
	}

}
