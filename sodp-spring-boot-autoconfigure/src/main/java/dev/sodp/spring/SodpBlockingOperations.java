// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.sodp.client.UpdateResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Blocking variants of {@link SodpOperations}: they wait for the server's answer, for no
 * longer than the default timeout. They throw the exception with which the future of the
 * same operation would fail, and an {@link IllegalStateException} while the client has
 * not been started, for example in constructors and initialization methods of beans,
 * since the client starts only after these have returned. They may be called from
 * callbacks, because answers are not delivered on callback threads.
 *
 * <p>
 * A write that is not answered in time, or whose thread is interrupted, throws
 * {@link dev.sodp.client.SodpOutcomeUnknownException}; if it was still waiting for a
 * connection, it is no longer sent. The thread's interrupt status is restored.
 */
public interface SodpBlockingOperations extends SodpBlockingWrites {

	/**
	 * Replaces the value of a key by what a function makes of it, and waits until that
	 * has been written; see
	 * {@link SodpWriteOperations#update(String, Class, UnaryOperator)}. The function is
	 * not called in this thread.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function computes the new value from the current one, or from null if the
	 * key does not exist; must be pure
	 * @return the value written and its version
	 */
	<T> UpdateResult<T> updateAndWait(String key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Replaces the value of a key by what a function makes of it, as a value of a generic
	 * type, and waits until that has been written; see
	 * {@link SodpWriteOperations#update(String, TypeReference, UnaryOperator)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @param function computes the new value from the current one; must be pure
	 * @return the value written and its version
	 */
	<T> UpdateResult<T> updateAndWait(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Calls a method of the server and waits for what it returns; see
	 * {@link SodpWriteOperations#call(String, Object)}.
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson serializes as an object
	 * @return the data of the RESULT frame
	 */
	JsonNode callAndWait(String method, Object args);

	/**
	 * Calls a method of the server, waits for what it returns and converts that to a
	 * class; see {@link SodpWriteOperations#call(String, Object, Class)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson serializes as an object
	 * @param type class of the result
	 * @return the result, or null if the method returns null
	 */
	<T> @Nullable T callAndWait(String method, Object args, Class<T> type);

	/**
	 * Calls a method of the server, waits for what it returns and converts that to a
	 * generic type; see {@link SodpWriteOperations#call(String, Object, TypeReference)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson serializes as an object
	 * @param type type of the result
	 * @return the result, or null if the method returns null
	 */
	<T> @Nullable T callAndWait(String method, Object args, TypeReference<T> type);

	/**
	 * Reads a key once and waits for the answer; see
	 * {@link SodpOperations#fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value; empty if the key does not exist or holds null
	 * @throws SodpNoAnswerException if the server does not answer in time, or the thread
	 * is interrupted
	 */
	<T> Optional<T> fetchAndWait(String key, Class<T> type);

	/**
	 * Reads a key once, as a generic type, and waits for the answer; see
	 * {@link SodpOperations#fetch(String, TypeReference)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return the value; empty if the key does not exist or holds null
	 * @throws SodpNoAnswerException if the server does not answer in time, or the thread
	 * is interrupted
	 */
	<T> Optional<T> fetchAndWait(String key, TypeReference<T> type);

}
