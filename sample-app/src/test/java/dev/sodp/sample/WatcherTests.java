// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.time.Instant;
import java.util.Map;

import dev.sodp.test.SodpTestServer;
import dev.sodp.test.spring.SodpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The watchers alone, without web server and database.
 */
@SodpTest(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = { Browsers.class, InstanceId.class }))
@ExtendWith(OutputCaptureExtension.class)
class WatcherTests {

	@Test
	void theLevelFollowsTheScore(SodpTestServer server) {
		server.set(Score.KEY, new Score(250));

		assertThat(server).key(Level.KEY).eventuallyHasValue(new Level(3));
	}

	@Test
	void aLevelThatStaysIsNotWrittenAgain(SodpTestServer server) {
		server.set(Score.KEY, new Score(1));
		assertThat(server).key(Level.KEY).eventuallyHasValue(new Level(1));
		server.set(Score.KEY, new Score(2));
		server.set(Score.KEY, new Score(101));
		assertThat(server).key(Level.KEY).eventuallyHasValue(new Level(2));

		assertThat(server.writes(Level.KEY)).hasSize(2);
	}

	@Test
	void eachInstanceIsLoggedWhenItComesAndWhenItGoes(SodpTestServer server, CapturedOutput output) {
		server.set(Instance.KEY, Map.of("one", new Instance("client", 8081, Instant.EPOCH)));
		await().untilAsserted(() -> assertThat(output).contains("Instance one is present as client"));

		server.set(Instance.KEY, Map.of());

		await().untilAsserted(() -> assertThat(output).contains("Instance one is gone"));
	}

}
