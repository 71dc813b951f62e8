// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.nio.file.Path;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a shared log promises, by an engine that is a process of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractLocalLogContract extends AbstractRedisLogContract {

	private final Engine engine;

	private EngineProcess process;

	AbstractLocalLogContract(Engine engine) {
		this.engine = engine;
	}

	@BeforeAll
	void start(@TempDir Path folder) {
		this.process = EngineProcess.start(this.engine, folder, "--appendonly", "no");
	}

	@AfterAll
	void stop() {
		this.process.close();
	}

	@Override
	final RedisURI uri() {
		return this.process.uri();
	}

}
