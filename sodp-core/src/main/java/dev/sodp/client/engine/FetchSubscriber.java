// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who reads a key once: a {@link Subscriber} that may learn the value, or that none will
 * come, without having been subscribed.
 */
public interface FetchSubscriber extends Subscriber {

	/** The value is known without asking the server. */
	void known(JsonNode value);

	/**
	 * No value will come.
	 * @param why the reason, as the end of a sentence
	 * @param cause what led to it, or null
	 */
	void ended(String why, @Nullable Throwable cause);

}
