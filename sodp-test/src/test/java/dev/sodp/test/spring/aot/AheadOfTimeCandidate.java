// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.aot;

import java.io.PrintWriter;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.spring.app.ScoreApplication;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.boot.test.context.SpringBootTest;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * A test of a user's that is processed ahead of time; run by
 * {@link EmbeddedSodpAotTests}.
 */
@SpringBootTest(classes = ScoreApplication.class)
@EmbeddedSodp
class AheadOfTimeCandidate {

	@Test
	void applicationConnectsToTheServer(SodpTestServer server) {
		server.set("game.score", 4);
		assertThat(server).key("game.doubled").eventuallyHasValue(8);
	}

	/** Runs the test without the build. */
	public static void main(String[] args) {
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(selectClass(AheadOfTimeCandidate.class))
				.build(), summary);
		summary.getSummary().printTo(new PrintWriter(System.out));
		summary.getSummary().printFailuresTo(new PrintWriter(System.out));
	}

}
