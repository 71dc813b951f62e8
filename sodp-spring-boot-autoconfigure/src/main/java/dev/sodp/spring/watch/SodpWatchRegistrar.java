// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.reflect.Method;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChangeListener;
import tools.jackson.core.type.TypeReference;

/**
 * Registers watchers in code. A watcher that is registered after the application context
 * has started starts immediately. Thread-safe.
 */
public interface SodpWatchRegistrar {

	/**
	 * Registers a listener for changes.
	 * @param <T> type of the values or, with a path, of the places it matches
	 * @param spec the attributes of the watcher
	 * @param type class of the values; {@link tools.jackson.databind.JsonNode} for the
	 * unconverted tree
	 * @param listener receives one event after the other
	 * @throws InvalidSodpWatchException if the id is taken or the client does not exist
	 */
	<T> void register(SodpWatchSpec spec, Class<T> type, StateChangeListener<T> listener);

	/**
	 * Registers a listener for changes whose values are of a generic type.
	 * @param <T> type of the values or, with a path, of the places it matches
	 * @param spec the attributes of the watcher
	 * @param type type of the values
	 * @param listener receives one event after the other
	 * @throws InvalidSodpWatchException if the id is taken or the client does not exist
	 */
	<T> void register(SodpWatchSpec spec, TypeReference<T> type, StateChangeListener<T> listener);

	/**
	 * Registers an asynchronous listener for changes.
	 * @param <T> type of the values or, with a path, of the places it matches
	 * @param spec the attributes of the watcher
	 * @param type class of the values
	 * @param listener receives the next event when the stage it returned has completed
	 * @throws InvalidSodpWatchException if the id is taken or the client does not exist
	 */
	<T> void registerAsync(SodpWatchSpec spec, Class<T> type, AsyncStateChangeListener<T> listener);

	/**
	 * Registers an asynchronous listener for changes whose values are of a generic type.
	 * @param <T> type of the values or, with a path, of the places it matches
	 * @param spec the attributes of the watcher
	 * @param type type of the values
	 * @param listener receives the next event when the stage it returned has completed
	 * @throws InvalidSodpWatchException if the id is taken or the client does not exist
	 */
	<T> void registerAsync(SodpWatchSpec spec, TypeReference<T> type, AsyncStateChangeListener<T> listener);

	/**
	 * Registers a method as if it were annotated with {@link SodpWatch}. A
	 * {@code @SendTo} annotation on the method is honored.
	 * @param spec the attributes of the watcher
	 * @param bean the object to call the method on
	 * @param method a method of the object's class
	 * @throws InvalidSodpWatchException if no event can provide the method's parameters,
	 * the id is taken or the client does not exist
	 */
	void register(SodpWatchSpec spec, Object bean, Method method);

}
