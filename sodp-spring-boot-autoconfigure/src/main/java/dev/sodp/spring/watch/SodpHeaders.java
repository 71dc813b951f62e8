// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

/**
 * Names of the headers that are available to methods annotated with {@link SodpWatch}
 * through {@link org.springframework.messaging.handler.annotation.Header @Header}.
 */
public final class SodpHeaders {

	/**
	 * The watched key, a {@code String}; of a watch of all keys with a prefix, the key
	 * that changed.
	 */
	public static final String KEY = "key";

	/** Version of the value, a {@code Long}. */
	public static final String VERSION = "version";

	/** Whether the key exists, a {@code Boolean}. */
	public static final String INITIALIZED = "initialized";

	/** The origin of the event, a {@link dev.sodp.client.WatchMeta.Source}. */
	public static final String SOURCE = "source";

	/** How many earlier events were conflated into this one, an {@code Integer}. */
	public static final String MERGED = "merged";

	/**
	 * The place of the change within the value, a JSON Pointer as a {@code String};
	 * {@code /} if the whole value is watched.
	 */
	public static final String PATH = "path";

	/** All metadata of the event, a {@link dev.sodp.client.WatchMeta}. */
	public static final String META = "meta";

	private SodpHeaders() {
	}

}
