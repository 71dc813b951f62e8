// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.HashMap;
import java.util.Map;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import dev.sodp.state.Deltas;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client makes of everything a socket received. */
final class ReplicaOfSocket {

	private final FakeSocket socket;

	ReplicaOfSocket(FakeSocket socket) {
		this.socket = socket;
	}

	/** Versions rise for each key, and the values are the server's. */
	void assertAgrees(SodpServer server) {
		Map<String, JsonNode> values = new HashMap<>();
		Map<String, Long> versions = new HashMap<>();
		for (Frame frame : this.socket.frames()) {
			if (frame instanceof Frame.StateInit init) {
				values.put(init.state(), init.value());
				versions.put(init.state(), init.version());
			}
			else if (frame instanceof Frame.Delta delta) {
				String key = String.valueOf(delta.state());
				assertThat(delta.version()).isGreaterThan(versions.get(key));
				values.put(key, Deltas.apply(values.get(key), delta.ops()));
				versions.put(key, delta.version());
			}
		}
		assertThat(values).hasSize(2);
		values.forEach((key, value) -> {
			StateSnapshot truth = server.get(key).orElseThrow();
			assertThat(versions).containsEntry(key, truth.version());
			assertThat(value).isEqualTo(truth.value());
		});
	}

}
