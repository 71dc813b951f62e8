// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLContext;

import dev.sodp.internal.Durations;
import dev.sodp.server.SodpServer;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link NettySodpEndpoint} is to be like. Not thread-safe.
 */
public final class NettySodpEndpointBuilder {

	/** Path of the upgrade, {@code /sodp}. */
	public static final String DEFAULT_PATH = "/sodp";

	/** How long a connection may take to become a WebSocket, 10 s. */
	public static final Duration DEFAULT_UPGRADE_TIMEOUT = Duration.ofSeconds(10);

	/** How long a peer may delay the end of its connection, 10 s. */
	public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private static final int HIGHEST_PORT = 65_535;

	private final SodpServer server;

	private int port;

	private @Nullable InetAddress address;

	private String path = DEFAULT_PATH;

	private IoTransport transport = IoTransport.AUTO;

	private int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

	private @Nullable SslContext tls;

	private boolean open;

	private List<String> allowedOrigins = List.of();

	private List<String> allowedHosts = List.of();

	private UpgradeAuthenticator authenticator = UpgradeAuthenticator.NONE;

	private BooleanSupplier leaving = () -> false;

	private Duration upgradeTimeout = DEFAULT_UPGRADE_TIMEOUT;

	private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;

	NettySodpEndpointBuilder(SodpServer server) {
		this.server = Objects.requireNonNull(server, "server must not be null");
	}

	/**
	 * Sets the port to listen on.
	 * @param newPort from 0 to 65535; 0, the default, for any free one
	 * @return this builder
	 */
	public NettySodpEndpointBuilder port(int newPort) {
		if (newPort < 0 || newPort > HIGHEST_PORT) {
			throw new IllegalArgumentException("port must be from 0 to " + HIGHEST_PORT + " (was " + newPort + ")");
		}
		this.port = newPort;
		return this;
	}

	/**
	 * Sets the address to listen on.
	 * @param newAddress an address of this machine, or {@code null}, the default, for all
	 * @return this builder
	 */
	public NettySodpEndpointBuilder address(@Nullable InetAddress newAddress) {
		this.address = newAddress;
		return this;
	}

	/**
	 * Sets the path of the upgrade.
	 * @param newPath begins with a slash; {@link #DEFAULT_PATH} unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder path(String newPath) {
		if (!newPath.startsWith("/") || newPath.contains("?")) {
			throw new IllegalArgumentException("path must begin with '/' and have no query (was " + newPath + ")");
		}
		this.path = newPath;
		return this;
	}

	/**
	 * Sets how sockets are read and written.
	 * @param newTransport {@link IoTransport#AUTO} unless set; any other one must work
	 * here, or the endpoint does not start
	 * @return this builder
	 */
	public NettySodpEndpointBuilder transport(IoTransport newTransport) {
		this.transport = Objects.requireNonNull(newTransport, "transport must not be null");
		return this;
	}

	/**
	 * Sets the number of event loops. More of them than needed cost more for each
	 * delivery.
	 * @param number at least 1; half of the processors unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder loops(int number) {
		if (number < 1) {
			throw new IllegalArgumentException("loops must be at least 1 (was " + number + ")");
		}
		this.loops = number;
		return this;
	}

	/**
	 * Encrypts connections. The certificate can be
	 * {@linkplain NettySodpEndpoint#reloadTls(SSLContext) replaced}.
	 * @param context provides key and certificate
	 * @return this builder
	 */
	public NettySodpEndpointBuilder tls(SSLContext context) {
		this.tls = TlsContexts.of(Objects.requireNonNull(context, "context must not be null"));
		return this;
	}

	/**
	 * Encrypts connections, with all that Netty can set, such as client certificates.
	 * @param context of a server, without ALPN
	 * @return this builder
	 */
	public NettySodpEndpointBuilder tls(SslContext context) {
		this.tls = TlsContexts.check(context);
		return this;
	}

	/**
	 * Opens a server that asks nothing of its clients, having neither a
	 * {@link dev.sodp.server.SodpAuthenticator} nor an
	 * {@link dev.sodp.server.AccessPolicy}, for everyone who reaches it.
	 * @param isOpen false, the default, to serve clients on this machine only, and those
	 * that the {@linkplain #authenticator authenticator of upgrades} knows
	 * @return this builder
	 */
	public NettySodpEndpointBuilder open(boolean isOpen) {
		this.open = isOpen;
		return this;
	}

	/**
	 * Sets the sites whose pages may connect, beside those of the host and port that they
	 * connect to.
	 * @param origins origins such as {@code https://app.example.org}, patterns such as
	 * {@code https://*.example.org}, or {@code *} for all. Upgrades that carry a cookie
	 * or an {@code Authorization} need an entry that names their site; none unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder allowedOrigins(Collection<String> origins) {
		this.allowedOrigins = List.copyOf(origins);
		return this;
	}

	/**
	 * Sets names of this machine, for a server that serves clients on this machine only.
	 * Under any other name in the {@code Host} header a page in a browser may have been
	 * made to reach it.
	 * @param names names without ports, beside {@code localhost} and loopback addresses
	 * @return this builder
	 */
	public NettySodpEndpointBuilder allowedHosts(Collection<String> names) {
		this.allowedHosts = List.copyOf(names);
		return this;
	}

	/**
	 * Sets what identifies clients by their upgrades.
	 * @param newAuthenticator called on threads that may block;
	 * {@link UpgradeAuthenticator#NONE} unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder authenticator(UpgradeAuthenticator newAuthenticator) {
		this.authenticator = Objects.requireNonNull(newAuthenticator, "authenticator must not be null");
		return this;
	}

	/**
	 * Sets what knows that clients should connect to another server, as this one is about
	 * to stop. Upgrades are answered with 503 as long as it says so, as they are from
	 * {@link NettySodpEndpoint#drain()} on.
	 * @param isLeaving asked for each upgrade, on an event loop, so it must answer at
	 * once; says no unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder leaving(BooleanSupplier isLeaving) {
		this.leaving = Objects.requireNonNull(isLeaving, "isLeaving must not be null");
		return this;
	}

	/**
	 * Sets how long a connection may take to become a WebSocket, the authenticator's time
	 * included.
	 * @param timeout positive; {@link #DEFAULT_UPGRADE_TIMEOUT} unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder upgradeTimeout(Duration timeout) {
		this.upgradeTimeout = Durations.positive(timeout, "upgradeTimeout");
		return this;
	}

	/**
	 * Sets how long a peer may delay the end of its connection by not reading what was
	 * sent before, or not answering. Then the connection is reset.
	 * @param timeout positive; {@link #DEFAULT_CLOSE_TIMEOUT} unless set
	 * @return this builder
	 */
	public NettySodpEndpointBuilder closeTimeout(Duration timeout) {
		this.closeTimeout = Durations.positive(timeout, "closeTimeout");
		return this;
	}

	/**
	 * Builds the endpoint.
	 * @return an endpoint that is still to be started
	 */
	public NettySodpEndpoint build() {
		InetSocketAddress listened = (this.address != null) ? new InetSocketAddress(this.address, this.port)
				: new InetSocketAddress(this.port);
		return new NettySodpEndpoint(new EndpointSettings(this.server, listened, this.path, this.transport, this.loops,
				this.tls, this.open, this.allowedOrigins, this.allowedHosts, this.authenticator, this.leaving,
				this.upgradeTimeout, this.closeTimeout));
	}

}
