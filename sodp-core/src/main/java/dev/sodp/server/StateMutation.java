// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import tools.jackson.databind.JsonNode;

/**
 * A mutation that a {@link StateMutationInterceptor} is asked about. Immutable and
 * thread-safe; created by the server.
 */
public interface StateMutation {

	/**
	 * Returns the key.
	 * @return its name
	 */
	String key();

	/**
	 * Returns the method (protocol section 5).
	 * @return for example {@code state.set_in}; an {@link SodpServer#update update} of
	 * the hosting application is a {@code state.set}
	 */
	String method();

	/**
	 * Returns the arguments, by the names of the protocol (section 5).
	 * @return an immutable object
	 */
	JsonNode arguments();

	/**
	 * Returns who makes the call.
	 * @return empty for the hosting application, and for sessions that are not
	 * authenticated
	 */
	Optional<SodpIdentity> identity();

	/**
	 * Returns where the mutation comes from.
	 * @return {@link ChangeOrigin#SESSION} or {@link ChangeOrigin#HOST}
	 */
	ChangeOrigin origin();

	/**
	 * Returns the committed value that the mutation changes.
	 * @return empty if the key does not exist
	 */
	Optional<StateSnapshot> current();

	/**
	 * Returns what the mutation makes of the committed value. Computed with each call.
	 * @return an immutable value; empty if the key is deleted
	 * @throws StateRejectedException if the arguments cannot be applied to the value
	 */
	Optional<JsonNode> result();

	/**
	 * Returns the same call with other arguments.
	 * @param arguments as the protocol names them; {@code state}, {@code if_version} and
	 * the {@code path} of {@code state.presence} cannot be changed and may be left out
	 * @return another mutation
	 * @throws StateRejectedException if they are not valid for the method
	 */
	StateMutation withArguments(JsonNode arguments);

	/**
	 * Returns the answer that lets this mutation happen.
	 * @return a completed stage
	 */
	default CompletionStage<StateMutation> proceed() {
		// Transactional proxies ask any Future whether it is done; a minimal stage
		// throws.
		return CompletableFuture.completedFuture(this);
	}

}
