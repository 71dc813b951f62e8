// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sodp.client.ConnectionState;
import dev.sodp.integration.Wire.Action;
import dev.sodp.integration.Wire.Direction;
import dev.sodp.integration.Wire.Phase;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static dev.sodp.integration.FaultScenario.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Client and server with a bad network between them. Each test runs a scenario for every
 * kind of fault, both directions and several bytes of a phase; they wait more than they
 * work, so they run at the same time. What failed is named with its seed.
 */
@Timeout(120)
class FaultyNetworkTests {

	private static final int SEEDS = 4;

	private final LeftThreads leftThreads = new LeftThreads();

	private final SodpServer server = SodpServer.builder()
		.authenticator((token) -> CompletableFuture.completedFuture(new SodpIdentity(token, Map.of(), null)))
		.heartbeatInterval(Duration.ofMillis(500))
		.build();

	private final SocketServer socket = new SocketServer(this.server, 0);

	private final ExecutorService runners = Executors.newCachedThreadPool();

	@AfterEach
	void closeAll() {
		this.runners.shutdownNow();
		this.socket.close();
		this.server.close();
		this.leftThreads.awaitNone();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CLOSE")
	void clientRecoversFromAnyFaultIn(Phase phase) {
		inEveryWay(phase, List.of(Action.values()),
				(scenario, action, direction, random) -> scenario.surviveFault(action, phase, direction, random));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CLOSE")
	void clientCanBeClosedWhenStuckIn(Phase phase) {
		inEveryWay(phase, List.of(Action.STALL, Action.HALF_OPEN),
				(scenario, action, direction, random) -> scenario.closeWhileStuck(action, phase, direction, random));
	}

	@Test
	void clientIsGoneWhateverHappensToItsGoodbye() {
		inEveryWay(Phase.CLOSE, List.of(Action.values()), FaultScenario::closeDespiteFault);
	}

	@ParameterizedTest
	@EnumSource(names = { "STALL", "HALF_OPEN" })
	void idleClientNoticesADeadLinkByItsPings(Action action) {
		try (FaultScenario scenario = newScenario()) {
			scenario.connect();
			scenario.proxy().refuse(true);
			scenario.proxy().actOnAll(action);
			patiently().until(() -> scenario.client().status().state() == ConnectionState.WAITING);
			scenario.proxy().refuse(false);
			scenario.awaitRecovered();
		}
	}

	@Test
	void clientComesBackWhenItIsNoLongerRefused() {
		try (FaultScenario scenario = newScenario()) {
			scenario.proxy().refuse(true);
			scenario.client().start();
			scenario.write();
			patiently().until(() -> scenario.client().status().state() == ConnectionState.WAITING);
			assertThat(this.server.sessions()).isEmpty();
			scenario.proxy().refuse(false);
			scenario.awaitRecovered();
		}
	}

	private void inEveryWay(Phase phase, List<Action> actions, Run run) {
		List<CompletableFuture<Void>> runs = new ArrayList<>();
		for (Action action : actions) {
			for (Direction direction : Direction.values()) {
				if (phase == Phase.HELLO && direction == Direction.TO_SERVER) {
					// The client says nothing there.
					continue;
				}
				for (int seed = 0; seed < SEEDS; seed++) {
					runs.add(start(phase, action, direction, seed, run));
				}
			}
		}
		CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).join();
	}

	private CompletableFuture<Void> start(Phase phase, Action action, Direction direction, int seed, Run run) {
		return CompletableFuture.runAsync(() -> {
			try (FaultScenario scenario = newScenario()) {
				run.run(scenario, action, direction, new Random(seed * 1000L + phase.ordinal()));
			}
			catch (Throwable ex) {
				throw new AssertionError(action + " " + direction + " in " + phase + ", seed " + seed + ": " + ex, ex);
			}
		}, this.runners);
	}

	private FaultScenario newScenario() {
		return new FaultScenario(this.server, this.socket.port());
	}

	@FunctionalInterface
	private interface Run {

		void run(FaultScenario scenario, Action action, Direction direction, Random random);

	}

}
