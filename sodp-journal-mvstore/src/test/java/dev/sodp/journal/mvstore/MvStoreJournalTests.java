// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server finds again when it is started another time.
 */
class MvStoreJournalTests {

	@TempDir
	Path directory;

	private TestEngine engine;

	@BeforeEach
	void open() {
		this.engine = TestEngine.open(journal());
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	private MvStoreJournal.Builder journal() {
		return MvStoreJournal.builder(this.directory);
	}

	private void restart() {
		close();
		open();
	}

	@Test
	void beginsWithoutKeys() {
		assertThat(this.engine.keys).isEmpty();
		assertThat(this.engine.counter).isZero();
		assertThat(this.engine.gaps).isEmpty();
		assertThat(this.engine.epoch).isNotEmpty();
	}

	@ParameterizedTest
	@EnumSource(Durability.class)
	void keepsValuesVersionsAndLogs(Durability durability) {
		close();
		this.engine = TestEngine.open(journal().durability(durability));
		long first = this.engine.set("a", Json.object(10, 0, 0));
		long second = this.engine.set("a", Json.object(10, 3, 7));
		this.engine.set("b", Json.number(1));
		String epoch = this.engine.epoch;
		restart();
		TestEngine.Key key = this.engine.keys.get("a");
		assertThat(key.version()).isEqualTo(second);
		assertThat(key.value()).isEqualTo(Json.object(10, 3, 7));
		assertThat(key.logVersions()).containsExactly(first, second);
		assertThat(key.completeSince()).isZero();
		assertThat(this.engine.keys.get("b").value()).isEqualTo(Json.number(1));
		assertThat(this.engine.epoch).isEqualTo(epoch);
		assertThat(this.engine.gaps).isEmpty();
	}

	@Test
	void goesOnWithTheNextVersionAfterACleanStop() {
		long version = this.engine.set("a", Json.number(1));
		restart();
		assertThat(this.engine.counter).isEqualTo(version);
		assertThat(this.engine.set("a", Json.number(2))).isEqualTo(version + 1);
	}

	@Test
	void remembersADeletion() {
		this.engine.set("a", Json.number(1));
		long deleted = this.engine.remove("a");
		restart();
		assertThat(this.engine.keys.get("a").exists()).isFalse();
		assertThat(this.engine.keys.get("a").version()).isEqualTo(deleted);
		assertThat(this.engine.set("a", Json.number(2))).isGreaterThan(deleted);
		restart();
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(2));
		assertThat(this.engine.keys.get("a").log()).hasSize(3);
	}

	@Test
	void forgetsADeletionAndSaysUpToWhichVersion() {
		this.engine.set("a", Json.number(1));
		long deleted = this.engine.remove("a");
		this.engine.forget("a", deleted);
		restart();
		assertThat(this.engine.keys).isEmpty();
		assertThat(this.engine.forgotten).isEqualTo(deleted);
	}

	@Test
	void doesNotForgetAKeyThatWasWrittenAgain() {
		this.engine.set("a", Json.number(1));
		long deleted = this.engine.remove("a");
		this.engine.set("a", Json.number(2));
		this.engine.journal().forget("a", deleted);
		restart();
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(2));
	}

	@Test
	void rebuildsAnyKeyFromItsLastWholeValueAndItsLog() {
		Map<String, JsonNode> expected = new TreeMap<>();
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			String key = "k" + (i * 31 % 17);
			JsonNode value = (i % 97 == 0) ? null : Json.object(1 + i % 60, i % 7, i);
			if (value == null && !expected.containsKey(key)) {
				continue;
			}
			answers.add(this.engine.propose(key, value));
			expected.compute(key, (name, before) -> value);
		}
		answers.forEach(TestEngine::join);
		Map<String, TestEngine.Key> before = new TreeMap<>(this.engine.keys);
		restart();
		assertThat(this.engine.keys.keySet()).isEqualTo(before.keySet());
		before.forEach((name, key) -> {
			TestEngine.Key after = this.engine.keys.get(name);
			assertThat(after.version()).isEqualTo(key.version());
			assertThat(after.value()).isEqualTo(expected.get(name));
			assertThat(after.logVersions()).isEqualTo(key.logVersions());
		});
	}

	@Test
	void keepsAsMuchOfALogAsTheLimitsAllow() {
		close();
		LogLimits limits = new LogLimits(20, 1 << 20);
		this.engine = TestEngine.open(journal(), limits);
		long last = 0;
		for (int i = 0; i < 100; i++) {
			last = this.engine.set("a", Json.object(50, 1, i));
		}
		close();
		this.engine = TestEngine.open(journal(), limits);
		TestEngine.Key key = this.engine.keys.get("a");
		assertThat(key.log()).hasSize(20);
		assertThat(key.logVersions()).endsWith(last);
		assertThat(key.completeSince()).isEqualTo(last - 20);
		assertThat(key.value()).isEqualTo(Json.object(50, 1, 99));
	}

	@Test
	void keepsNoLogBeyondItsBytes() {
		close();
		this.engine = TestEngine.open(journal(), new LogLimits(1000, 10_000));
		for (int i = 0; i < 10; i++) {
			this.engine.set("a", Json.text(4000 + i));
		}
		long last = this.engine.set("a", Json.text(20_000));
		restart();
		TestEngine.Key key = this.engine.keys.get("a");
		assertThat(key.log()).isEmpty();
		assertThat(key.completeSince()).isEqualTo(last);
		assertThat(key.value()).isEqualTo(Json.text(20_000));
	}

	@Test
	void leavesOutWhatLowerLimitsDoNotAllow() {
		for (int i = 0; i < 30; i++) {
			this.engine.set("a", Json.object(50, 1, i));
		}
		close();
		this.engine = TestEngine.open(journal(), new LogLimits(5, 1 << 20));
		assertThat(this.engine.keys.get("a").log()).hasSize(5);
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.object(50, 1, 29));
		long last = this.engine.set("a", Json.object(50, 1, 30));
		close();
		this.engine = TestEngine.open(journal(), new LogLimits(5, 1 << 20));
		assertThat(this.engine.keys.get("a").logVersions()).hasSize(5).endsWith(last);
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.object(50, 1, 30));
	}

	@Test
	void keepsPresenceUntilItIsReleased() {
		StatePath ada = StatePath.parse("/ada");
		StatePath bob = StatePath.parse("/bob");
		PresenceOwner owner = new PresenceOwner("life", 1L << 40);
		TestEngine
			.join(this.engine.propose("room", Json.object(1, 0, 1), PresenceChange.bind(ada, owner, List.of()), true));
		TestEngine
			.join(this.engine.propose("room", Json.object(2, 0, 1), PresenceChange.bind(bob, owner, List.of()), true));
		restart();
		assertThat(this.engine.presence).containsOnly(Map.entry("room/ada", owner), Map.entry("room/bob", owner));
		TestEngine.join(this.engine.propose("room", Json.object(3, 0, 1), PresenceChange.release(List.of(ada)), true));
		restart();
		assertThat(this.engine.presence).containsOnly(Map.entry("room/bob", owner));
	}

	@Test
	void givesNoVersionToPresenceAloneButKeepsIt() {
		long version = this.engine.set("room", Json.number(1));
		PresenceOwner owner = new PresenceOwner("life", 7);
		long answer = TestEngine.join(this.engine.propose("room", Json.number(1),
				PresenceChange.bind(StatePath.parse("/ada"), owner, List.of()), true));
		assertThat(answer).isZero();
		restart();
		assertThat(this.engine.keys.get("room").version()).isEqualTo(version);
		assertThat(this.engine.presence).containsEntry("room/ada", owner);
	}

	@Test
	void givesOnlyAVersionToWhatIsKeptElsewhere() {
		long version = TestEngine.join(this.engine.propose("a", Json.number(1), PresenceChange.NONE, false));
		assertThat(version).isPositive();
		restart();
		assertThat(this.engine.keys).isEmpty();
		assertThat(this.engine.counter).isEqualTo(version);
	}

	@Test
	void dropsWhatWasStoredOfAKeyThatIsKeptElsewhereNow() {
		long version = this.engine.set("a", Json.number(1));
		TestEngine.join(this.engine.propose("a", Json.number(2), PresenceChange.NONE, false));
		restart();
		assertThat(this.engine.keys).isEmpty();
		assertThat(this.engine.forgotten).isEqualTo(version);
	}

	@Test
	void answersInTheOrderOfTheProposals() {
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			answers.add(this.engine.propose("k" + i % 7, Json.number(i + 1)));
		}
		List<Long> versions = answers.stream().map(TestEngine::join).toList();
		assertThat(versions).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void commitsEverythingThatWaitsAtOnce() {
		long before = this.engine.journal().status().commits();
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			answers.add(this.engine.propose("k" + i, Json.number(i)));
		}
		answers.forEach(TestEngine::join);
		assertThat(this.engine.journal().status().commits() - before).isLessThan(1000);
	}

}
