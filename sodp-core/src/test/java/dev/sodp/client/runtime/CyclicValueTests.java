// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.InvalidValueException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two entities that refer to each other, the usual shape of a mapped database. */
class CyclicValueTests {

	private final Team team = new Team();

	private final Map<String, Object> object = Map.of("team", this.team);

	CyclicValueTests() {
		this.team.members.add(new Member(this.team));
	}

	private static void assertRefused(CompletableFuture<?> write, String path) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(InvalidValueException.class,
					(refused) -> assertThat(refused.path()).isEqualTo(path));
	}

	@Test
	void writesOfAClientFail() {
		try (SodpClient client = SodpClient.builder("ws://fake").transport(new FakeWire()).build()) {
			assertRefused(client.set("game", this.team), "/members/0/team");
			assertRefused(client.setIn("game", "/team", this.team), "/members/0/team");
			assertRefused(client.append("game", this.team), "/members/0/team");
			assertRefused(client.presence("game", "/team", this.team), "/members/0/team");
			assertRefused(client.patch("game", this.object), "/team/members/0/team");
			assertRefused(client.call("mine", this.object), "/team/members/0/team");
			assertRefused(client.state("game", Team.class).set(this.team), "/members/0/team");
			assertThat(client.statistics().queues().calls()).isZero();
		}
	}

	@Test
	void writesOfTheHostAreRefused() {
		try (SodpServer server = SodpServer.builder().build()) {
			assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> server.set("game", this.team))
				.withMessageContaining("'/members/0/team'");
			assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> server.patch("game", this.object))
				.withMessageContaining("'/team/members/0/team'");
			assertThat(server.get("game")).isEmpty();
		}
	}

	static final class Team {

		public final List<Member> members = new ArrayList<>();

	}

	record Member(Team team) {
	}

}
