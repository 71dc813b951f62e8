// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.JournalStatus;
import org.jspecify.annotations.Nullable;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Nodes of a cluster of two, without the cluster. */
final class ClusterStatuses {

	static final Instant LOSS = Instant.parse("2026-11-30T12:00:00Z");

	private ClusterStatuses() {
	}

	static ClusterStatus status(@Nullable String refusal, Duration lag, @Nullable Instant lastLoss) {
		return new ClusterStatus("a", List.of("a", "b"), refusal, lag, Duration.ofMillis(3), lastLoss, 7, 40, 4, 3, 2);
	}

	static SodpServer server(ClusterStatus status) {
		SodpServer server = mock(SodpServer.class);
		given(server.cluster()).willReturn(Optional.of(status));
		given(server.journal()).willReturn(new JournalStatus(status.refusal(), 0, 0, 0));
		return server;
	}

}
