// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** How much of an import is under way at a time. */
class ImportedKeysTests {

	private final ImportedKeys keys = new ImportedKeys((key, value) -> new Answer(), Duration.ofSeconds(1));

	private int underWay;

	private int most;

	@Test
	void fewWritesAreUnderWayAtATime() {
		assertThat(mostUnderWay(700, 8)).isEqualTo(256);
	}

	@Test
	void fewBytesAreUnderWayAtATime() {
		assertThat(mostUnderWay(20, 3_000_000)).isEqualTo(2);
	}

	@Test
	void aValueAboveTheLimitIsUnderWayAlone() {
		assertThat(mostUnderWay(3, 9_000_000)).isEqualTo(1);
	}

	private int mostUnderWay(int count, int bytes) {
		for (int i = 0; i < count; i++) {
			assertThat(this.keys.write("k" + i, json("1"), bytes)).isTrue();
		}
		this.keys.await();
		assertThat(this.keys.written()).isEqualTo(count);
		return this.most;
	}

	/** Comes when it is waited for. */
	private final class Answer extends CompletableFuture<Long> {

		Answer() {
			ImportedKeysTests.this.underWay++;
			ImportedKeysTests.this.most = Math.max(ImportedKeysTests.this.most, ImportedKeysTests.this.underWay);
		}

		@Override
		public Long get(long timeout, TimeUnit unit) {
			ImportedKeysTests.this.underWay--;
			return 1L;
		}

	}

}
