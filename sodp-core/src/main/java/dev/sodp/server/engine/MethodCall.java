// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import tools.jackson.databind.JsonNode;

/**
 * A mutation as clients call it (protocol section 5).
 *
 * @param method the name of a method
 * @param arguments what it is given, by name
 */
record MethodCall(String method, JsonNode arguments) {

	static final String SET = "state.set";

	static final String PATCH = "state.patch";

	static final String SET_IN = "state.set_in";

	static final String REMOVE_IN = "state.remove_in";

	static final String DELETE = "state.delete";

	static final String APPEND = "state.append";

	static final String PRESENCE = "state.presence";

	/** The names of all methods. */
	static final List<String> NAMES = List.of(SET, PATCH, SET_IN, REMOVE_IN, DELETE, APPEND, PRESENCE);

	/**
	 * Reads the call.
	 * @return what it does to a value
	 * @throws StateRejectedException if there is no such method, or its arguments are not
	 * valid
	 */
	Mutation mutation() {
		CallArguments args = new CallArguments(this.arguments);
		return switch (this.method) {
			case SET -> Edits.set(args.value());
			case PATCH -> Edits.patch(args.patch());
			case SET_IN -> PathEdits.set(args.path(), args.value());
			case REMOVE_IN -> PathEdits.remove(args.path());
			case DELETE -> Edits.delete();
			case APPEND -> Edits.append(args.value(), args.maxLength());
			case PRESENCE -> PathEdits.setMember(args.path(), args.value());
			default -> throw unknown(this.method);
		};
	}

	static StateRejectedException unknown(String method) {
		return new StateRejectedException(ErrorCode.UNKNOWN_METHOD, "There is no method '" + method + "'");
	}

}
