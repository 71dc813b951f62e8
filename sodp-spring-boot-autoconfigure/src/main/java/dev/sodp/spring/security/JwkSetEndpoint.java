// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

/**
 * Fetches keys over HTTP, from a known address or from the one that an issuer publishes.
 * No thread waits meanwhile.
 */
final class JwkSetEndpoint implements KeyServer {

	/** Of everything that it takes to fetch the keys, down to the last byte. */
	static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final String OPENID = "/.well-known/openid-configuration";

	private static final String OAUTH = "/.well-known/oauth-authorization-server";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	private final String place;

	private final @Nullable String issuer;

	/** Of the keys; not known if the issuer has not been asked for it. */
	private volatile @Nullable URI address;

	private final Duration timeout;

	private JwkSetEndpoint(String place, @Nullable String issuer, @Nullable URI address, Duration timeout) {
		this.place = place;
		this.issuer = issuer;
		this.address = address;
		this.timeout = timeout;
	}

	JwkSetEndpoint(URI address, Duration timeout) {
		this(address.toString(), null, address, timeout);
	}

	static JwkSetEndpoint at(URI address) {
		return new JwkSetEndpoint(address, TIMEOUT);
	}

	static JwkSetEndpoint ofIssuer(String issuer) {
		return new JwkSetEndpoint(issuer, issuer, null, TIMEOUT);
	}

	@Override
	public CompletableFuture<JWKSet> fetch() {
		Exchange exchange = new Exchange();
		URI known = this.address;
		CompletableFuture<URI> keys = (known != null) ? CompletableFuture.completedFuture(known)
				: discover(exchange, locations(String.valueOf(this.issuer)).iterator());
		return keys.thenCompose(exchange::get)
			.thenApply(JwkSetEndpoint::keys)
			.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS)
			// Not on the thread that keeps the time for the whole process.
			.whenCompleteAsync((set, failure) -> {
				if (failure != null) {
					exchange.cancel();
					if (this.issuer != null) {
						this.address = null;
					}
				}
			});
	}

	private CompletableFuture<URI> discover(Exchange exchange, Iterator<URI> locations) {
		return exchange.get(locations.next()).thenCompose((response) -> {
			if (response.statusCode() / 100 == 4 && locations.hasNext()) {
				return discover(exchange, locations);
			}
			URI found = address(response);
			this.address = found;
			return CompletableFuture.completedFuture(found);
		});
	}

	/** OpenID Connect Discovery, then RFC 8414 in both its forms. */
	private static List<URI> locations(String issuer) {
		URI uri = URI.create(issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer);
		String path = uri.getRawPath();
		return List.of(URI.create(uri + OPENID), uri.resolve(OPENID + path), uri.resolve(OAUTH + path));
	}

	private URI address(HttpResponse<String> response) {
		Map<String, Object> metadata = parsed(response, JSONObjectUtils::parse);
		if (!String.valueOf(this.issuer).equals(metadata.get("issuer"))) {
			throw new IllegalStateException(response.uri() + " is about the issuer " + metadata.get("issuer"));
		}
		if (!(metadata.get("jwks_uri") instanceof String found)) {
			throw new IllegalStateException(response.uri() + " has no jwks_uri");
		}
		return URI.create(found);
	}

	private static JWKSet keys(HttpResponse<String> response) {
		return parsed(response, JWKSet::parse);
	}

	private static <T> T parsed(HttpResponse<String> response, Parser<T> parser) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException(response.uri() + " answered with status " + response.statusCode());
		}
		try {
			return parser.parse(response.body());
		}
		catch (ParseException ex) {
			throw new CompletionException(ex);
		}
	}

	@Override
	public String toString() {
		return this.place;
	}

	private interface Parser<T> {

		T parse(String text) throws ParseException;

	}

	/**
	 * The request under way of a fetch.
	 */
	private final class Exchange {

		private final AtomicReference<@Nullable CompletableFuture<?>> request = new AtomicReference<>();

		CompletableFuture<HttpResponse<String>> get(URI uri) {
			CompletableFuture<HttpResponse<String>> response = JwkSetEndpoint.this.http
				.sendAsync(HttpRequest.newBuilder(uri)
					.timeout(JwkSetEndpoint.this.timeout)
					.header("Accept", "application/json, application/jwk-set+json")
					.build(), HttpResponse.BodyHandlers.ofString());
			this.request.set(response);
			return response;
		}

		void cancel() {
			CompletableFuture<?> last = this.request.get();
			if (last != null) {
				last.cancel(true);
			}
		}

	}

}
