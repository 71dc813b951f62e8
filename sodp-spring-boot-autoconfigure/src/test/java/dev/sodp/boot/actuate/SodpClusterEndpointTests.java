// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;

import dev.sodp.boot.actuate.SodpClusterEndpoint.ClusterDescriptor;
import dev.sodp.boot.actuate.SodpClusterEndpoint.HeldKeyDescriptor;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class SodpClusterEndpointTests {

	private final SodpServer server = ClusterStatuses
		.server(ClusterStatuses.status("closed", Duration.ofSeconds(1), ClusterStatuses.LOSS));

	private final SodpClusterEndpoint endpoint = new SodpClusterEndpoint(this.server);

	@Test
	void theNodesAreNamed() {
		ClusterDescriptor cluster = this.endpoint.cluster();

		assertThat(cluster).isNotNull();
		assertThat(cluster.node()).isEqualTo("a");
		assertThat(cluster.nodes()).containsExactly("a", "b");
		assertThat(cluster.refusal()).isEqualTo("closed");
		assertThat(cluster.lag()).hasSeconds(1);
		assertThat(cluster.roundTrip()).hasMillis(3);
		assertThat(cluster.lastLossOfHistory()).isEqualTo(ClusterStatuses.LOSS);
	}

	@Test
	void theWorkOfThisNodeIsCounted() {
		ClusterDescriptor cluster = this.endpoint.cluster();

		assertThat(cluster).isNotNull();
		assertThat(cluster.heldKeys()).isEqualTo(7);
		assertThat(cluster.proposals()).isEqualTo(40);
		assertThat(cluster.conflicts()).isEqualTo(4);
		assertThat(cluster.retries()).isEqualTo(3);
		assertThat(cluster.reloads()).isEqualTo(2);
	}

	@Test
	void aKeyThatIsHeldHere() {
		given(this.server.holds("shop/1")).willReturn(true);

		assertThat(this.endpoint.key("shop", "1")).isEqualTo(new HeldKeyDescriptor("shop/1", "a", true));
		assertThat(this.endpoint.key("other")).isEqualTo(new HeldKeyDescriptor("other", "a", false));
	}

	@Test
	void aServerThatSharesNothingHasNoCluster() {
		try (SodpServer alone = SodpServer.builder().build()) {
			assertThat(new SodpClusterEndpoint(alone).cluster()).isNull();
			assertThat(new SodpClusterEndpoint(alone).key("score")).isNull();
		}
	}

	@Test
	void aNativeImageKeepsItsAnswers() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, SodpClusterEndpoint.class);

		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ClusterDescriptor.class.getMethod("lastLossOfHistory"))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HeldKeyDescriptor.class.getMethod("held")))
			.accepts(hints);
	}

}
