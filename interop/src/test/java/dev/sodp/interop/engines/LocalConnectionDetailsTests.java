// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.nio.file.Path;

import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/** The engine is a process of this machine. */
class LocalConnectionDetailsTests extends AbstractConnectionDetailsTests {

	private EngineProcess engine;

	@BeforeEach
	void start(@TempDir Path folder) {
		this.engine = EngineProcess.start(Engine.VALKEY, folder);
	}

	// After the applications.
	@AfterEach
	void stop() {
		closeNodes();
		this.engine.close();
	}

	@Override
	DataRedisConnectionDetails details() {
		int port = this.engine.port();
		return new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", port);
			}

		};
	}

	@Override
	SodpServer first() {
		return node();
	}

}
