// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

/**
 * Names of the headers that a method annotated with {@link SodpWatch} can take with
 * {@link org.springframework.messaging.handler.annotation.Header @Header}.
 */
public final class SodpHeaders {

	/** The watched key, a {@code String}. */
	public static final String KEY = "key";

	/** Version of the value, a {@code Long}. */
	public static final String VERSION = "version";

	/** Whether the key exists, a {@code Boolean}. */
	public static final String INITIALIZED = "initialized";

	/** Why the method is called, a {@link dev.sodp.client.WatchMeta.Source}. */
	public static final String SOURCE = "source";

	/** How many earlier events were merged into this one, an {@code Integer}. */
	public static final String MERGED = "merged";

	/**
	 * Where in the value the change is, a JSON Pointer as a {@code String}; {@code /} if
	 * the whole value is watched.
	 */
	public static final String PATH = "path";

	/** All of it, a {@link dev.sodp.client.WatchMeta}. */
	public static final String META = "meta";

	private SodpHeaders() {
	}

}
