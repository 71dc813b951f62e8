// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.HashMap;
import java.util.Map;

/** What {@code INFO} says about a server. */
final class ServerInfo {

	private final Map<String, String> fields = new HashMap<>();

	ServerInfo(String answer) {
		answer.lines().forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon > 0) {
				this.fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
			}
		});
	}

	boolean isPrimary() {
		return "master".equals(get("role"));
	}

	/** Another one after a restart, a promotion and a full resynchronization. */
	String life() {
		return get("run_id") + "-" + get("master_replid");
	}

	String evictionPolicy() {
		return get("maxmemory_policy");
	}

	private String get(String field) {
		return this.fields.getOrDefault(field, "");
	}

}
