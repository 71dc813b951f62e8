// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * Names of the fields in frame bodies (protocol section 1). Those of capabilities stand
 * at {@link Feature} and {@link Limit}.
 */
final class Names {

	static final String PROTOCOL = "protocol";

	static final String VERSION = "version";

	static final String SERVER = "server";

	static final String SERVER_ID = "server_id";

	static final String AUTH = "auth";

	static final String CAPABILITIES = "capabilities";

	static final String STATE = "state";

	static final String STATES = "states";

	static final String KEY = "key";

	static final String PARAMS = "params";

	static final String VALUE = "value";

	static final String INITIALIZED = "initialized";

	static final String COMPLETE = "complete";

	static final String RESET = "reset";

	static final String OPS = "ops";

	static final String OP = "op";

	static final String PATH = "path";

	static final String CALL_ID = "call_id";

	static final String METHOD = "method";

	static final String ARGS = "args";

	static final String SUCCESS = "success";

	static final String DATA = "data";

	static final String CODE = "code";

	static final String MESSAGE = "message";

	static final String SINCE_VERSION = "since_version";

	static final String TOKEN = "token";

	static final String SUB = "sub";

	static final String EPOCH = "epoch";

	private Names() {
	}

}
