// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A {@link Subscriber} that reads a key once. It may receive the value, or learn that
 * none will come, without ever being subscribed.
 */
public interface FetchSubscriber extends Subscriber {

	/** The value is known without asking the server. */
	void known(JsonNode value);

	/**
	 * The next snapshot answers a request that was sent earlier, so it may be outdated.
	 */
	void skipNextSnapshot();

	/**
	 * No value will come.
	 * @param why the reason, as the end of a sentence
	 * @param cause what led to it, or null
	 */
	void ended(String why, @Nullable Throwable cause);

}
