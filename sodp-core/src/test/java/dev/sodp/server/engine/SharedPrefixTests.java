// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** The watch of a prefix where keys are held only when they are needed. */
class SharedPrefixTests {

	private final ManualSharedJournal journal = new ManualSharedJournal();

	private final EngineFixture server = new EngineFixture(this.journal,
			(builder) -> builder.heartbeatInterval(Duration.ofHours(1)));

	private final EngineClient client = connect();

	private EngineClient connect() {
		EngineClient connected = this.server.connect(Peer.remote("client"));
		this.journal.synchronizeAll();
		connected.read();
		return connected;
	}

	private static List<String> keys(List<Frame> frames) {
		return frames.stream().map((frame) -> ((Frame.StateInit) frame).state()).toList();
	}

	/** Watches game.* with one key. */
	private void watchGames() {
		this.client.watch("game.*");
		this.journal.listed("game.a");
		this.journal.read(5, "1");
		assertThat(keys(this.client.read())).containsExactly("game.a", "game.*");
	}

	@Test
	void allKeysAreReadBeforeTheViewBegins() {
		this.client.watch("game.*");
		assertThat(this.journal.followed).containsExactly("game.");
		this.journal.listed("game.a", "game.b");
		this.journal.read(5, "1");
		assertThat(this.client.read()).isEmpty();

		this.journal.read(6, "2");

		assertThat(keys(this.client.read())).containsExactly("game.a", "game.b", "game.*");
	}

	@Test
	void aPrefixWithoutKeysIsAnEmptyView() {
		this.client.watch("game.*");

		this.journal.listed();

		assertThat(keys(this.client.read())).containsExactly("game.*");
	}

	@Test
	void keysAreListedInPages() {
		this.client.watch("game.*");
		this.journal.listed(IntStream.range(0, 1_000).mapToObj((i) -> "game." + i).toArray(String[]::new));
		assertThat(this.journal.listings).isEmpty();
		for (int i = 0; i < 1_000; i++) {
			this.journal.read(5 + i, "1");
		}

		assertThat(this.journal.listings).hasSize(1);
		this.journal.listed();

		assertThat(this.client.read()).hasSize(1_001);
	}

	@Test
	void aSecondWatchIsServedAtOnce() {
		watchGames();
		EngineClient other = connect();

		other.watch("game.*");

		assertThat(keys(other.read())).containsExactly("game.a", "game.*");
		assertThat(this.journal.listings).isEmpty();
	}

	@Test
	void aKeyThatAppearsElsewhereIsSent() {
		watchGames();

		this.journal.appeared("game.b");
		this.journal.read(6, "{'new': true}");

		Frame.StateInit init = this.client.readOnly(Frame.StateInit.class);
		assertThat(init.state()).isEqualTo("game.b");
		assertThat(init.value()).isEqualTo(json("{'new': true}"));
	}

	@Test
	void aKeyIsSentBeforeChangesThatFollowInTheSameStep() {
		watchGames();
		this.journal.appeared("game.b");

		this.journal.inOneStep(() -> {
			this.journal.read(6, "{'n': 1}");
			this.journal.commitForeign("game.b", 7, "{'n': 2}");
		});

		assertThat(this.client.read()).extracting((frame) -> frame.getClass().getSimpleName())
			.containsExactly("StateInit", "Delta");
	}

	@Test
	void itsChangesFollow() {
		watchGames();
		this.journal.appeared("game.b");
		this.journal.read(6, "1");
		this.client.read();

		this.journal.commitForeign("game.b", 7, "2");

		assertThat(this.client.readOnly(Frame.Delta.class).state()).isEqualTo("game.b");
	}

	@Test
	void aKeyOfNoInterestThatAppearsIsNotRead() {
		watchGames();

		this.journal.appeared("other");

		assertThat(this.journal.reads).isEmpty();
	}

	@Test
	void aKeyThatIsReplacedIsSentAgain() {
		watchGames();

		this.journal.replace("game.a", 4, "0", Map.of());

		assertThat(this.client.readOnly(Frame.StateInit.class).version()).isEqualTo(4);
	}

	@Test
	void aKeyThatIsLostIsTakenBackFromASessionOfLimitedRights() {
		ManualSharedJournal log = new ManualSharedJournal();
		EngineFixture limited = new EngineFixture(log,
				(builder) -> builder.heartbeatInterval(Duration.ofHours(1)).accessPolicy(new EveryoneReads()));
		EngineClient visitor = limited.connect(Peer.remote("visitor"));
		log.synchronizeAll();
		visitor.read();
		visitor.watch("game.*");
		log.listed("game.a");
		log.read(5, "1");
		visitor.answerQuestions();
		assertThat(keys(visitor.read())).containsExactly("game.a", "game.*");

		log.lose("game.a", 3, null);

		Frame.StateInit init = visitor.readOnly(Frame.StateInit.class);
		assertThat(init.state()).isEqualTo("game.a");
		assertThat(init.initialized()).isFalse();
	}

	@Test
	void keysAreListedAgainAfterSomeWereMissed() {
		watchGames();

		this.journal.missed();
		this.journal.listed("game.a", "game.b");
		this.journal.read(6, "1");

		assertThat(this.client.readOnly(Frame.StateInit.class).state()).isEqualTo("game.b");
	}

	@Test
	void keysMissedWhileTheyAreListedAreListedOnceMore() {
		this.client.watch("game.*");
		this.journal.missed();
		this.journal.listed();
		assertThat(this.client.read()).isEmpty();

		this.journal.listed("game.a");
		this.journal.read(6, "1");

		assertThat(keys(this.client.read())).containsExactly("game.a", "game.*");
	}

	@Test
	void aViewWaitsForKeysThatMayHaveBeenMissed() {
		watchGames();
		this.journal.missed();
		EngineClient other = connect();

		other.watch("game.*");
		assertThat(other.read()).isEmpty();
		this.journal.listed("game.a", "game.b");
		this.journal.read(6, "1");

		assertThat(keys(other.read())).containsExactly("game.a", "game.b", "game.*");
	}

	@Test
	void aKeyThatAppearedAndCouldNotBeReadIsLookedForAgain() {
		watchGames();
		this.journal.appeared("game.b");
		this.journal.notRead();
		assertThat(this.client.read()).isEmpty();

		this.server.pass(Duration.ofSeconds(5));
		this.journal.listed("game.a", "game.b");
		this.journal.read(6, "1");

		assertThat(this.client.readOnly(Frame.StateInit.class).state()).isEqualTo("game.b");
	}

	@Test
	void aViewWaitsForAKeyThatIsLookedForAgain() {
		watchGames();
		this.journal.appeared("game.b");
		this.journal.notRead();
		EngineClient other = connect();

		other.watch("game.*");
		assertThat(other.read()).isEmpty();
		this.server.pass(Duration.ofSeconds(5));
		this.journal.listed("game.a", "game.b");
		this.journal.read(6, "1");

		assertThat(keys(other.read())).containsExactly("game.a", "game.b", "game.*");
	}

	@Test
	void aWatchOutlivesAListingThatFails() {
		watchGames();
		this.journal.missed();
		this.journal.notListed();
		assertThat(this.journal.followed).containsExactly("game.");

		this.server.pass(Duration.ofSeconds(5));
		this.journal.listed("game.a", "game.b");
		this.journal.read(6, "1");

		assertThat(this.client.readOnly(Frame.StateInit.class).state()).isEqualTo("game.b");
	}

	@Test
	void aPrefixThatIsNotWatchedAnyMoreIsNotListedAgain() {
		watchGames();
		this.journal.appeared("game.b");
		this.journal.notRead();

		this.client.unwatch("game.*");
		this.server.pass(Duration.ofMinutes(5));

		assertThat(this.journal.listings).isEmpty();
		assertThat(this.journal.followed).isEmpty();
	}

	@Test
	void aViewIsAsNewAsWhatIsKnownOfAllKeys() {
		this.journal.known = 9;
		this.client.watch("game.*");

		this.journal.listed();

		assertThat(this.client.readOnly(Frame.StateInit.class).version()).isEqualTo(9);
	}

	@Test
	void keysStayWhileTheirPrefixIsWatched() {
		watchGames();
		this.server.pass(Duration.ofMinutes(5));
		assertThat(this.journal.released).isEmpty();

		this.client.unwatch("game.*");
		assertThat(this.journal.followed).isEmpty();
		this.server.pass(Duration.ofMinutes(5));

		assertThat(this.journal.released).containsExactly("game.a");
	}

	@Test
	void aPrefixThatCannotBeListedIsAnErrorOfItsRequest() {
		this.client.watch("game.*");

		this.journal.notListed();

		assertThat(this.client.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(this.journal.followed).isEmpty();
	}

	@Test
	void aSessionThatEndsMeanwhileLeavesNothing() {
		this.client.watch("game.*");
		this.client.hangUp();

		this.journal.listed("game.a");
		this.journal.read(6, "1");

		assertThat(this.journal.followed).isEmpty();
	}

	/** Has to be asked about every key all the same. */
	private static final class EveryoneReads implements AccessPolicy {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return true;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return true;
		}

	}

}
