// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.CompletionStage;

import dev.sodp.client.AsyncWatchCallback;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.engine.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Delivery} calls: the application's callback, in either of its forms. Each
 * key of a watch has its own; calls come one at a time.
 *
 * @param <T> type of the values
 */
interface WatchTarget<T> {

	/**
	 * Calls the callback.
	 * @return what the next event has to wait for, or null
	 */
	@Nullable CompletionStage<?> call(@Nullable T value, KeyEvent event) throws Exception;

	/** An event was skipped because its value does not fit the type. */
	default void missed() {
	}

	/** Whether the operations of events are of use. */
	default boolean wantsOps() {
		return false;
	}

	/** Makes the target of one key of a request. */
	static <T> WatchTarget<T> of(WatchRequest<T> request) {
		return request.changeListener()
			.<WatchTarget<T>>map(ChangeTarget::new)
			.orElseGet(() -> values(request.callback().orElseThrow()));
	}

	static <T> WatchTarget<T> values(AsyncWatchCallback<T> callback) {
		return (value, event) -> callback.onValue(value, event.meta());
	}

}
