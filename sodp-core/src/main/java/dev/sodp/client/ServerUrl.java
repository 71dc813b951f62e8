// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * Which addresses a client can connect to, and what of them may be shown.
 */
final class ServerUrl {

	private ServerUrl() {
	}

	/**
	 * Reads and checks an address.
	 * @throws IllegalArgumentException if it is not a {@code ws://} or {@code wss://}
	 * address with a host; the message leaves out user information, which may be secret
	 */
	static URI parse(String url) {
		Objects.requireNonNull(url, "url must not be null");
		String shown = url.replaceFirst("//[^/@]*@", "//(hidden)@");
		URI uri;
		try {
			uri = URI.create(url);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"url '" + shown + "' is not an address; write for example ws://localhost:7777");
		}
		String scheme = uri.getScheme();
		if (!"ws".equalsIgnoreCase(scheme) && !"wss".equalsIgnoreCase(scheme)) {
			throw new IllegalArgumentException(
					"url '" + shown + "' must begin with ws:// or wss://, for example ws://localhost:7777");
		}
		if (uri.getHost() == null) {
			throw new IllegalArgumentException(
					"url '" + shown + "' names no host; a host name must not contain an underscore");
		}
		if (uri.getRawUserInfo() != null) {
			throw new IllegalArgumentException("url '" + shown
					+ "' must not contain user info, which is not sent; use a token or the header Authorization");
		}
		if (uri.getPort() > 65_535 || uri.getFragment() != null) {
			throw new IllegalArgumentException(
					"url '" + shown + "' must have a port up to 65535 and no part after a #");
		}
		return uri;
	}

	static URI withoutSecrets(URI uri) {
		try {
			return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("Part of a valid address is not one", ex);
		}
	}

}
