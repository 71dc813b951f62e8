// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisLogBuilder;
import dev.sodp.journal.redis.RedisMode;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.Gap;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogEntry;
import dev.sodp.server.journal.shared.LogException;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.Renewal;
import io.lettuce.core.RedisURI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What becomes of a log when its server fails, refuses or is replaced. */
@Tag("engines")
abstract class AbstractRedisFailureTests {

	private static final Duration SHORT = Duration.ofMillis(500);

	private final Engine engine;

	private final List<AutoCloseable> open = new ArrayList<>();

	@TempDir
	private Path folder;

	AbstractRedisFailureTests(Engine engine) {
		this.engine = engine;
	}

	@AfterEach
	void close() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
	}

	private EngineProcess engine(String... options) {
		return closed(EngineProcess.start(this.engine, this.folder, options));
	}

	private <T extends AutoCloseable> T closed(T resource) {
		this.open.add(resource);
		return resource;
	}

	private TestNode node(String name, RedisLogBuilder log) {
		return closed(new TestNode(name, log));
	}

	private static RedisLogBuilder log(EngineProcess... servers) {
		return RedisLog.builder()
			.servers(RedisMode.STANDALONE, List.of(servers).stream().map(EngineProcess::uri).toList());
	}

	private static RedisLogBuilder log(TcpProxy proxy) {
		return RedisLog.builder().servers(RedisMode.STANDALONE, List.of(proxy.uri())).commandTimeout(SHORT);
	}

	// What a node does when it stops.
	@RepeatedTest(5)
	void whenLogIsClosedRightAfterItsConnectionThenDriverDoesNotWarn() {
		EngineProcess server = engine("--appendonly", "no");
		TestNode node = node("alice", log(server));
		node.connect();

		try (LogCapture driver = new LogCapture("io.lettuce")) {
			node.connection().close();
			node.close();

			assertThat(driver.messages()).isEmpty();
		}
	}

	@Test
	void whenServerIsKilledThenConnectionEndsAndNothingIsLost() {
		EngineProcess server = engine();
		TestNode node = node("alice", log(server));
		node.connect();
		node.follow(0);
		String life = node.connection().life();
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
		Position before = TestNode.await(node.connection().positions(List.of("key")).toCompletableFuture()).get(0);

		server.kill();
		node.ended();
		server.restart();
		Joined joined = node.connect();

		assertThat(node.connection().life()).isNotEqualTo(life);
		assertThat(joined.member()).isTrue();
		assertThat(joined.epoch()).isEqualTo("first epoch");
		assertThat(joined.last()).isEqualTo(before.number());
		assertThat(joined.lastTag()).isEqualTo(before.tag());
		assertThat(joined.gaps()).hasSize(1).allMatch((gap) -> gap.first() == before.number() + 1);
		BatchAnswer answer = node.write("key");
		assertThat(((BatchAnswer.Stored) answer).first()).isGreaterThan(joined.gaps().get(0).last());
	}

	@Test
	void whenServerWasAwayThenNodesThatCouldNotRenewAreAlive() {
		EngineProcess server = engine();
		TestNode bob = node("bob", log(server));
		bob.connect();
		TestNode.await(bob.connection().renew("bob", Duration.ofMillis(1)).toCompletableFuture());
		TestNode alice = node("alice", log(server));
		alice.connect();

		server.kill();
		alice.ended();
		Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
		server.restart();
		alice.connect();
		Renewal renewal = TestNode.await(alice.connection().renew("alice", TestNode.LEASE).toCompletableFuture());

		assertThat(renewal.dead()).isEmpty();
		assertThat(renewal.nodes()).containsExactlyInAnyOrder("alice", "bob");
	}

	@Test
	void whenServerIsRestartedSeveralTimesThenGapsAreOneWithoutChangesBetween() {
		EngineProcess server = engine();
		TestNode node = node("alice", log(server));
		node.connect();
		node.write("key");
		List<Gap> gaps = List.of();
		for (int i = 0; i < 2; i++) {
			server.kill();
			node.ended();
			server.restart();
			gaps = node.connect().gaps();
		}
		assertThat(gaps).hasSize(1);

		node.write("key");
		server.kill();
		node.ended();
		server.restart();

		assertThat(node.connect().gaps()).hasSize(2).startsWith(gaps.get(0));
	}

	@Test
	void whenServerStandsStillThenConnectionEnds() {
		EngineProcess server = engine();
		TestNode node = node("alice", log(server).commandTimeout(SHORT));
		node.connect();

		server.pause();
		CompletableFuture<BatchAnswer> answer = node.proposeLater("key", Position.NONE, new byte[1]);
		String reason = node.ended();
		server.resume();

		assertThat(reason).isEqualTo("no answer in time");
		assertThat(catchThrowableOfType(LogException.class, () -> TestNode.await(answer)).isConnectionLost()).isTrue();
		node.connect();
		assertThat(node.write("other")).isInstanceOf(BatchAnswer.Stored.class);
	}

	@Test
	void whenConnectionThatFollowsFallsSilentThenBothEnd() {
		blackHole(true);
	}

	@Test
	void whenConnectionOfCommandsFallsSilentThenBothEnd() {
		blackHole(false);
	}

	private void blackHole(boolean following) {
		EngineProcess server = engine();
		TcpProxy proxy = closed(new TcpProxy(server.port()));
		TestNode node = node("alice", log(proxy));
		node.connect();
		node.follow(0);
		Awaitility.await().until(() -> proxy.links().stream().anyMatch(TcpProxy.Link::follows));

		proxy.links().stream().filter((link) -> link.follows() == following).forEach(TcpProxy.Link::swallow);
		if (!following) {
			node.connection().renew("alice", TestNode.LEASE);
		}

		assertThat(node.ended()).isEqualTo("no answer in time");
		node.connect();
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
	}

	@Test
	void whenServersSwapRolesThenTheNewPrimaryIsFound() {
		EngineProcess one = engine();
		EngineProcess other = engine();
		other.replicate(one);
		TestNode node = node("alice", log(one, other));
		node.connect();
		long last = 0;
		for (int i = 0; i < 3; i++) {
			EngineProcess primary = (i % 2 == 0) ? one : other;
			EngineProcess replica = (i % 2 == 0) ? other : one;
			node.follow(last);
			String life = node.connection().life();
			assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
			primary.command("WAIT", "1", "1000");
			Awaitility.await()
				.until(() -> replica.info("master_repl_offset").equals(primary.info("master_repl_offset")));

			replica.command("REPLICAOF", "NO", "ONE");
			primary.replicate(replica);

			// Without a command: whoever waits for changes is told.
			node.ended();
			last = node.connect().last();
			assertThat(node.connection().life()).isNotEqualTo(life);
		}
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
		assertThat(node.isComplete()).isTrue();
	}

	@Test
	void whenPrimaryBecomesReplicaThenWritesEndTheConnection() {
		EngineProcess one = engine();
		EngineProcess other = engine();
		TestNode node = node("alice", log(one));
		node.connect();

		one.replicate(other);

		assertThat(node.writeUntilFailure("key").isConnectionLost()).isTrue();
		assertThat(node.ended()).startsWith("READONLY");
	}

	@Test
	void whenPrimaryHasBeenReplicaInBetweenThenRenewalEndsTheConnection() {
		EngineProcess one = engine();
		EngineProcess other = engine();
		TestNode node = node("alice", log(one));
		node.connect();

		one.replicate(other);
		one.command("REPLICAOF", "NO", "ONE");
		node.connection().renew("alice", TestNode.LEASE);

		assertThat(node.ended()).isEqualTo("the server has begun another life");
	}

	@Test
	void whenServerIsReplicaThenNoConnectionIsMade() {
		EngineProcess one = engine();
		EngineProcess other = engine();
		one.replicate(other);
		TestNode node = node("alice", log(one));

		LogException failure = catchThrowableOfType(LogException.class, () -> node.connectOnce(0));

		assertThat(failure.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(failure).hasMessageContaining("replica");
	}

	@Test
	void whenSentinelsFailOverThenTheNewPrimaryIsFound() {
		EngineProcess one = engine();
		EngineProcess other = engine();
		other.replicate(one);
		List<EngineProcess> sentinels = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			sentinels.add(closed(EngineProcess.startSentinel(this.engine, this.folder, one, 2)));
		}
		EngineProcess sentinel = sentinels.get(0);
		Awaitility.await("sentinels that know each other")
			.atMost(Duration.ofSeconds(30))
			.until(() -> sentinels.stream().allMatch((each) -> each.isReady(1)));
		RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId("primary");
		sentinels.forEach((each) -> uri.withSentinel("127.0.0.1", each.port()));
		TestNode node = node("alice",
				RedisLog.builder().servers(RedisMode.SENTINEL, List.of(uri.build())).minReplicas(1));
		node.connect();
		node.follow(0);
		String life = node.connection().life();
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);

		sentinel.command("SENTINEL", "FAILOVER", "primary");
		node.ended();
		assertThat(node.connect().member()).isTrue();
		assertThat(node.connection().life()).isNotEqualTo(life);
		assertThat(other.info("role")).isEqualTo("master");
		Awaitility.await("replica").atMost(Duration.ofSeconds(30)).until(() -> confirmed(node.write("key")));

		other.kill();
		node.ended();
		Joined joined = node.connect();

		assertThat(joined.member()).isTrue();
		assertThat(joined.gaps()).hasSize(2);
		assertThat(one.info("role")).isEqualTo("master");
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
	}

	private static boolean confirmed(BatchAnswer answer) {
		return ((BatchAnswer.Stored) answer).confirmed();
	}

	@Test
	void whenReplicaHasChangeThenItIsConfirmed() {
		EngineProcess primary = engine();
		EngineProcess replica = engine();
		replica.replicate(primary);
		TestNode node = node("alice", log(primary).minReplicas(1));
		node.connect();

		assertThat(confirmed(node.write("key"))).isTrue();
	}

	@Test
	void whenReplicaStandsStillThenChangeIsNotConfirmedUntilItGoesOn() {
		EngineProcess primary = engine();
		EngineProcess replica = engine();
		replica.replicate(primary);
		TestNode node = node("alice", log(primary).minReplicas(1).commandTimeout(Duration.ofSeconds(1)));
		node.connect();
		replica.pause();

		assertThat(confirmed(node.write("key"))).isFalse();
		List<CompletableFuture<BatchAnswer>> answers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			answers.add(node.proposeLater("key" + i, Position.NONE, new byte[1]));
		}
		for (CompletableFuture<BatchAnswer> answer : answers) {
			assertThat(confirmed(TestNode.await(answer))).isFalse();
		}
		replica.resume();

		assertThat(confirmed(node.write("key"))).isTrue();
	}

	@Test
	void whenConnectionBreaksBeforeReplicasConfirmedThenOutcomeIsUnknown() {
		EngineProcess primary = engine();
		EngineProcess replica = engine();
		replica.replicate(primary);
		TestNode node = node("alice", log(primary).minReplicas(1));
		node.connect();
		replica.pause();

		CompletableFuture<BatchAnswer> answer = node.proposeLater("key", Position.NONE, new byte[1]);
		Awaitility.await("WAIT").until(() -> !primary.info("blocked_clients").equals("0"));
		primary.command("CLIENT", "KILL", "TYPE", "normal");

		assertThat(catchThrowableOfType(LogException.class, () -> TestNode.await(answer)).isConnectionLost()).isTrue();
		node.connect();
		assertThat(TestNode.await(node.connection().positions(List.of("key")).toCompletableFuture()))
			.doesNotContain(Position.NONE);
		replica.resume();
	}

	@Test
	void whenTooFewReplicasAreThereThenServerRefuses() {
		EngineProcess server = engine("--min-replicas-to-write", "1");
		TestNode node = node("alice", log(server));

		LogException failure = catchThrowableOfType(LogException.class, () -> node.connectOnce(0));

		assertThat(failure.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(failure).hasMessageContaining("NOREPLICAS");
	}

	@Test
	void whenMemoryIsFullThenNothingIsStoredButNodesStayMembers() {
		EngineProcess server = engine();
		TestNode node = node("alice", log(server));
		node.connect();
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
		long last = TestNode.await(node.connection().last().toCompletableFuture());

		server.command("CONFIG", "SET", "maxmemory", "1mb");
		LogException failure = catchThrowableOfType(LogException.class, () -> node.write("key"));

		assertThat(failure.failure().code()).isEqualTo(ErrorCode.FULL);
		assertThat(failure.isConnectionLost()).isFalse();
		assertThat(TestNode.await(node.connection().last().toCompletableFuture())).isEqualTo(last);
		assertThat(TestNode.await(node.connection().read("key").toCompletableFuture()).changes()).hasSize(1);
		assertThat(TestNode.await(node.connection().renew("alice", TestNode.LEASE).toCompletableFuture()).member())
			.isTrue();
		assertThat(node.join().member()).isTrue();
		server.command("CONFIG", "SET", "maxmemory", "0");
		assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
	}

	@Test
	void whenServerMayDropKeysThenNoConnectionIsMadeUnlessAllowed() {
		EngineProcess server = engine("--maxmemory-policy", "allkeys-lru");
		TestNode node = node("alice", log(server));

		LogException failure = catchThrowableOfType(LogException.class, () -> node.connectOnce(0));

		assertThat(failure).hasMessageContaining("allkeys-lru");
		assertThat(failure.failure().cause()).isInstanceOf(JournalException.class);
		TestNode careless = node("bob", log(server).allowEviction(true));
		assertThat(careless.connect().member()).isTrue();
	}

	@Test
	void whenPartitionsDifferThenNoConnectionIsMade() {
		EngineProcess server = engine();
		node("alice", log(server).partitions(2)).connect();
		TestNode node = node("bob", log(server).partitions(3));

		LogException failure = catchThrowableOfType(LogException.class, () -> node.connectOnce(0));

		assertThat(failure).hasMessageContaining("2 partitions").hasMessageContaining("3 are configured");
	}

	@Test
	void whenStoredKeyIsOfAnotherTypeThenProposalIsRefused() {
		EngineProcess server = engine();
		TestNode node = node("alice", log(server));
		node.connect();
		server.command("SET", "sodp:{00}:m:key", "mine");

		LogException failure = catchThrowableOfType(LogException.class,
				() -> node.propose("key", Position.NONE, new byte[1]));

		assertThat(failure.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(failure).hasMessageContaining("WRONGTYPE");
		assertThat(node.write("other")).isInstanceOf(BatchAnswer.Stored.class);
	}

	@Test
	void whenLogWasTrimmedThenFollowerLearnsThatChangesAreMissing() {
		EngineProcess server = engine();
		TestNode node = node("alice", log(server));
		long first = 0;
		node.connect();
		for (int i = 0; i < 5; i++) {
			BatchAnswer answer = node.write("key");
			first = (i == 0) ? ((BatchAnswer.Stored) answer).first() : first;
		}
		server.command("XTRIM", "sodp:{00}:log", "MAXLEN", "2");
		long last = TestNode.await(node.connection().last().toCompletableFuture());

		node.follow(first);
		Awaitility.await().until(() -> node.followedTo() == last);

		assertThat(node.isComplete()).isFalse();
		assertThat(node.followed()).hasSize(2);
	}

	@Test
	void whenChangesAreManyAndLargeThenLogStaysWithinItsBudget() {
		EngineProcess server = engine("--appendonly", "no");
		TestNode node = node("alice", log(server));
		node.connect();
		byte[] data = new byte[16 * 1024];
		List<CompletableFuture<BatchAnswer>> answers = new ArrayList<>();
		for (int i = 0; i < 6000; i++) {
			answers.add(node.proposeLater("key" + i, Position.NONE, data));
			if (answers.size() == 100) {
				answers.forEach(TestNode::await);
				answers.clear();
			}
		}

		long length = Long.parseLong(server.command("XLEN", "sodp:{00}:log"));

		assertThat(length * data.length).isBetween(32L * 1024 * 1024, 72L * 1024 * 1024);
	}

	@Test
	void whenServerIsClusterThenOwnerOfEachPartitionIsFound() {
		EngineProcess one = engine("--cluster-enabled", "yes");
		EngineProcess other = engine("--cluster-enabled", "yes");
		one.command("CLUSTER", "ADDSLOTSRANGE", "0", "8191");
		other.command("CLUSTER", "ADDSLOTSRANGE", "8192", "16383");
		one.command("CLUSTER", "MEET", "127.0.0.1", "" + other.port());
		Awaitility.await("cluster")
			.atMost(Duration.ofSeconds(30))
			.until(() -> List.of(one, other)
				.stream()
				.allMatch((each) -> each.command("CLUSTER", "INFO").contains("cluster_state:ok")
						&& each.command("CLUSTER", "SLOTS").contains("16383")
						&& each.command("CLUSTER", "SLOTS").startsWith("0 8191")));
		RedisLogBuilder log = RedisLog.builder().servers(RedisMode.CLUSTER, List.of(one.uri())).partitions(4);
		TestNode node = node("alice", log);
		List<String> lives = new ArrayList<>();
		for (int partition = 0; partition < 4; partition++) {
			node.connect(partition);
			lives.add(node.connection().life());
			node.follow(0);
			assertThat(node.write("key")).isInstanceOf(BatchAnswer.Stored.class);
		}

		assertThat(lives.stream().distinct()).hasSize(2);
		Awaitility.await().until(() -> node.followed().size() == 4);
		assertThat(node.followed()).extracting(LogEntry::key).containsOnly("key");
	}

	@Test
	void whenServerIsAwayThenConnectionFailsWithoutItsAddress() {
		EngineProcess server = engine();
		server.kill();
		TestNode node = node("alice", log(server));

		LogException failure = catchThrowableOfType(LogException.class, () -> node.connectOnce(0));

		assertThat(failure.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(failure.failure().message()).doesNotContain("" + server.port());
		assertThat(failure.failure().cause()).isNotNull();
	}

}
