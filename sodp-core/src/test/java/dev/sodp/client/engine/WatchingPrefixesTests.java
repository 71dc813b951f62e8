// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Watching all keys with a prefix (protocol section 3). */
class WatchingPrefixesTests {

	private static final long KEY_STREAM = 17;

	private final EngineHarness client = new EngineHarness().live();

	/** The stream of the request that was sent last, on which a view arrives. */
	private long requested() {
		Frame last = this.client.sent.stream()
			.filter((frame) -> frame instanceof Frame.Watch || frame instanceof Frame.Resume)
			.reduce((earlier, later) -> later)
			.orElseThrow();
		return last.stream();
	}

	private void page(String key, long version, Object value) {
		this.client.init(requested(), key, version, value);
	}

	private void pageOfDeletion(String key, long version) {
		this.client.receive(new Frame.StateInit(requested(), 1, key, version, NullNode.getInstance(), false, null));
	}

	private void complete(long version) {
		complete(version, false);
	}

	private void complete(long version, boolean reset) {
		complete(requested(), version, reset);
	}

	private void complete(long stream, long version, boolean reset) {
		this.client.receive(
				new Frame.StateInit(stream, 1, "game.*", version, NullNode.getInstance(), false, null, true, reset));
	}

	private void created(String key, long version, Object value) {
		this.client.delta(KEY_STREAM, key, version, DeltaOp.add("/", tree(value)));
	}

	private void removed(String key, long version) {
		this.client.delta(KEY_STREAM, key, version, DeltaOp.remove("/"));
	}

	private static List<String> seen(Recorder recorder) {
		return recorder.events.stream().map(WatchingPrefixesTests::text).toList();
	}

	private static String text(KeyEvent event) {
		WatchMeta meta = event.meta();
		return meta.source() + " " + meta.key() + "@" + meta.version() + " "
				+ (meta.initialized() ? event.value() : "gone");
	}

	private static List<String> added(Recorder recorder, int before) {
		return seen(recorder).subList(before, recorder.events.size());
	}

	private List<String> unwatched() {
		return this.client.sent(Frame.Unwatch.class).stream().flatMap((frame) -> frame.states().stream()).toList();
	}

	private KeyStatus status() {
		return this.client.engine.keyStatus("game.*").orElseThrow();
	}

	/** A prefix with two keys whose view is complete. */
	private Recorder live() {
		Recorder game = this.client.watch("game.*");
		page("game.a", 1, "one");
		page("game.b", 2, "two");
		complete(2);
		return game;
	}

	@Test
	void viewAndChangesAreDeliveredByKey() {
		Recorder game = live();

		created("game.c", 3, "three");
		this.client.delta(KEY_STREAM, "game.a", 4, DeltaOp.update("/", tree("four")));
		removed("game.b", 5);

		assertThat(seen(game)).containsExactly("INIT game.a@1 \"one\"", "INIT game.b@2 \"two\"",
				"DELTA game.c@3 \"three\"", "DELTA game.a@4 \"four\"", "DELTA game.b@5 gone");
		assertThat(this.client.engine.values("game.")).containsOnly(Map.entry("game.a", tree("four")),
				Map.entry("game.c", tree("three")));
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void isInSyncOnceTheViewIsComplete() {
		live();
		this.client.reconnect(EngineHarness.FULL);
		page("game.a", 3, "one");
		assertThat(status().state()).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.state()).isEqualTo(ConnectionState.CONNECTED);

		complete(7);

		assertThat(status()).satisfies((status) -> {
			assertThat(status.state()).isEqualTo(KeyState.LIVE);
			assertThat(status.version()).isEqualTo(7);
			assertThat(status.initialized()).isTrue();
		});
		assertThat(this.client.state()).isEqualTo(ConnectionState.RESTORED);
	}

	@Test
	void emptyPrefixIsInSyncToo() {
		this.client.watch("game.*");

		complete(0);

		assertThat(status().state()).isEqualTo(KeyState.LIVE);
	}

	@Test
	void countsAsOneWatch() {
		live();

		assertThat(this.client.engine.keyStatuses()).extracting(KeyStatus::key).containsExactly("game.*");
		assertThat(this.client.engine.status().watchedKeys()).isEqualTo(1);
	}

	@Test
	void keyCanBeReadLikeOneThatIsWatchedByItself() {
		live();

		assertThat(this.client.engine.value("game.a")).isEqualTo(tree("one"));
		assertThat(this.client.engine.isWatching("game.a")).isTrue();
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.LIVE);
		assertThat(this.client.engine.isWatching("game.x")).isFalse();
	}

	@Test
	void writeCompletesOnceItCanBeRead() {
		live();
		CompletableFuture<JsonNode> written = this.client.set("game.a", "new");
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':3}"));
		assertThat(written).isNotDone();

		this.client.delta(KEY_STREAM, "game.a", 3, DeltaOp.update("/", tree("new")));

		assertThat(written).isCompleted();
	}

	@Test
	void secondSubscriberGetsWhatIsKnown() {
		live();

		Recorder second = this.client.watch("game.*");

		assertThat(seen(second)).containsExactlyInAnyOrder("CACHE game.a@1 \"one\"", "CACHE game.b@2 \"two\"");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
	}

	@Test
	void resumesFromTheHighestVersionThatWasSeen() {
		Recorder game = live();
		created("game.c", 9, "three");

		this.client.reconnect(EngineHarness.FULL);

		assertThat(this.client.sent(Frame.Resume.class)).singleElement().satisfies((resume) -> {
			assertThat(resume.state()).isEqualTo("game.*");
			assertThat(resume.sinceVersion()).isEqualTo(9);
		});
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.RESTORING);
		int before = game.events.size();
		page("game.b", 11, "changed");
		pageOfDeletion("game.c", 12);
		complete(12);
		assertThat(added(game, before)).containsExactly("INIT game.b@11 \"changed\"", "INIT game.c@12 gone");
		assertThat(this.client.engine.values("game.").keySet()).containsExactly("game.a", "game.b");
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.LIVE);
	}

	@Test
	void viewThatWasNotCompleteIsNotResumedFrom() {
		this.client.watch("game.*");
		page("game.a", 5, "one");

		this.client.reconnect(EngineHarness.FULL);

		assertThat(this.client.sent(Frame.Resume.class)).isEmpty();
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
	}

	@Test
	void deltaBeforeTheEndOfAViewDoesNotCount() {
		live();
		this.client.reconnect(EngineHarness.FULL);
		this.client.delta(KEY_STREAM, "game.a", 50, DeltaOp.update("/", tree("later")));

		// What the view did not bring before the cut must be asked for again.
		this.client.loseLink();
		assertThat(status().version()).isEqualTo(2);
	}

	@Test
	void deltaDuringAViewIsAppliedToWhatTheViewPassesInSilence() {
		Recorder game = live();
		this.client.reconnect(EngineHarness.FULL);
		int before = game.events.size();

		this.client.delta(KEY_STREAM, "game.a", 3, DeltaOp.update("/", tree("changed")));
		complete(3);

		assertThat(added(game, before)).containsExactly("DELTA game.a@3 \"changed\"");
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.LIVE);
	}

	@Test
	void keysThatAreNotInAFullViewAreGone() {
		Recorder game = live();
		this.client.reconnect(EngineHarness.FULL);
		int before = game.events.size();

		page("game.b", 2, "two");
		complete(20, true);

		assertThat(added(game, before)).containsExactly("INIT game.b@2 \"two\"", "INIT game.a@20 gone");
		assertThat(this.client.engine.values("game.").keySet()).containsExactly("game.b");
		assertThat(this.client.engine.isWatching("game.a")).isFalse();
	}

	@Test
	void keysThatAreGoneAreNewerThanBeforeWhateverTheViewSays() {
		Recorder game = live();
		this.client.reconnect(EngineHarness.FULL);
		int before = game.events.size();

		complete(1, true);

		assertThat(added(game, before)).containsExactlyInAnyOrder("INIT game.a@2 gone", "INIT game.b@3 gone");
	}

	@Test
	void keysThatAreNotInTheViewOfAnotherHistoryAreGone() {
		Recorder game = live();
		this.client.reconnect(Capabilities.builder().with(Feature.values()).epoch("epoch-2").build());
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
		int before = game.events.size();

		created("game.a", 1, "anew");
		complete(1);

		assertThat(added(game, before)).contains("INIT game.b@1 gone");
		assertThat(this.client.engine.values("game.").keySet()).doesNotContain("game.b");
	}

	@Test
	void keyIsCreatedWhileTheViewIsOnItsWay() {
		Recorder game = this.client.watch("game.*");
		page("game.m", 1, "middle");
		created("game.a", 2, "new");
		page("game.z", 1, "last");

		complete(2);

		assertThat(seen(game)).containsExactly("INIT game.m@1 \"middle\"", "DELTA game.a@2 \"new\"",
				"INIT game.z@1 \"last\"");
		assertThat(this.client.engine.values("game.")).hasSize(3);
	}

	@Test
	void framesOfAViewThatWasGivenUpAreNotTakenForTheNextOne() {
		this.client.watch("game.*");
		long first = requested();
		this.client.init(first, "game.a", 1, "one");
		this.client.engine.unwatch("game.*");
		assertThat(unwatched()).containsExactly("game.*");
		Recorder again = this.client.watch("game.*");

		this.client.init(first, "game.b", 2, "gone meanwhile");
		this.client.delta(KEY_STREAM, "game.a", 3, DeltaOp.update("/", tree("late")));
		complete(first, 3, false);
		assertThat(status().state()).isEqualTo(KeyState.RESTORING);
		page("game.c", 4, "three");
		complete(4);

		assertThat(seen(again)).containsExactly("INIT game.c@4 \"three\"");
		assertThat(this.client.engine.values("game.").keySet()).containsExactly("game.c");
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void lastSubscriberEndsItAndForgetsItsKeys() {
		Recorder first = live();
		Recorder second = this.client.watch("game.*");

		this.client.engine.release(List.of(first));
		assertThat(unwatched()).isEmpty();
		this.client.engine.release(List.of(second));

		assertThat(unwatched()).containsExactly("game.*");
		assertThat(this.client.engine.values("game.")).isEmpty();
		assertThat(this.client.engine.isWatching("game.*")).isFalse();
	}

	@Test
	void keyThatIsWatchedByItselfOutlivesItsPrefix() {
		live();
		Recorder single = this.client.watch("game.a");

		this.client.engine.unwatch("game.*");
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.RESTORING);
		this.client.init(KEY_STREAM, "game.a", 1, "one");
		this.client.delta(KEY_STREAM, "game.a", 8, DeltaOp.update("/", tree("still")));

		assertThat(seen(single)).containsExactly("CACHE game.a@1 \"one\"", "INIT game.a@1 \"one\"",
				"DELTA game.a@8 \"still\"");
		assertThat(unwatched()).containsExactly("game.*");
		assertThat(this.client.engine.values("game.").keySet()).containsExactly("game.a");
	}

	@Test
	void prefixOutlivesAKeyThatWasWatchedByItselfBefore() {
		this.client.watch("game.a");
		this.client.init(KEY_STREAM, "game.a", 1, "one");
		Recorder game = live();
		int before = game.events.size();

		this.client.engine.unwatch("game.a");
		this.client.delta(KEY_STREAM, "game.a", 8, DeltaOp.update("/", tree("still")));

		assertThat(unwatched()).containsExactly("game.a");
		assertThat(added(game, before)).containsExactly("DELTA game.a@8 \"still\"");
	}

	@Test
	void changeReachesBothOnce() {
		Recorder game = live();
		Recorder single = this.client.watch("game.a");

		this.client.delta(KEY_STREAM, "game.a", 8, DeltaOp.update("/", tree("new")));

		assertThat(seen(game)).filteredOn((event) -> event.startsWith("DELTA")).hasSize(1);
		assertThat(seen(single)).filteredOn((event) -> event.startsWith("DELTA")).hasSize(1);
	}

	@Test
	void keyThatDoesNotExistIsNoNewsForAPrefix() {
		Recorder game = live();
		this.client.watch("game.x");
		int before = game.events.size();

		this.client.receive(new Frame.StateInit(KEY_STREAM, 1, "game.x", 0, NullNode.getInstance(), false, null));

		assertThat(added(game, before)).isEmpty();
	}

	@Test
	void answerToAKeyIsNotTakenForAPartOfTheView() {
		live();
		this.client.reconnect(EngineHarness.FULL);
		long view = requested();
		page("game.b", 2, "two");
		this.client.watch("game.a");
		this.client.init(KEY_STREAM, "game.a", 1, "one");

		complete(view, 9, true);

		assertThat(this.client.engine.values("game.").keySet()).containsExactly("game.a", "game.b");
	}

	@Test
	void overlappingPrefixesShareWhatIsKnown() {
		Recorder game = live();
		Recorder all = this.client.watch("*");
		page("game.a", 1, "one");
		page("other", 3, "three");

		this.client.engine.release(List.of(game));

		assertThat(this.client.engine.values("").keySet()).containsExactly("game.a", "game.b", "other");
		this.client.engine.release(List.of(all));
		assertThat(this.client.engine.values("")).isEmpty();
	}

	@Test
	void deltaThatDoesNotFitIsHealedByAskingForTheKey() {
		Recorder game = live();
		int before = game.events.size();
		this.client.delta(KEY_STREAM, "game.a", 3, DeltaOp.update("/missing/member", tree(1)));
		this.client.advance(Duration.ofSeconds(1));
		Frame.Resume asked = this.client.lastSent(Frame.Resume.class);
		assertThat(asked.state()).isEqualTo("game.a");

		this.client.init(KEY_STREAM, "game.a", 4, json("{'whole':1}"));

		assertThat(added(game, before)).containsExactly("INIT game.a@4 {\"whole\":1}");
		assertThat(unwatched()).contains("game.a");
		assertThat(status().state()).isEqualTo(KeyState.LIVE);
	}

	@Test
	void keyThatWasNotHealedBeforeACutIsAskedForByItself() {
		live();
		this.client.engine.receivedMalformed(this.client.attempt, new MalformedFrameException("truncated", 7,
				new FrameHeader(FrameTypes.DELTA, KEY_STREAM, 0), "game.a", null, null));
		created("game.c", 30, "later");

		this.client.reconnect(EngineHarness.FULL);

		assertThat(this.client.lastSent(Frame.Watch.class).states()).containsExactly("game.a");
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(30);
	}

	@Test
	void changeOfAKeyThatIsNotKnownHasThePrefixViewedAgain() {
		live();
		this.client.engine.receivedMalformed(this.client.attempt, new MalformedFrameException("truncated", 7,
				new FrameHeader(FrameTypes.DELTA, 99, 0), null, null, null));

		this.client.advance(Duration.ofSeconds(1));

		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
		assertThat(status().state()).isEqualTo(KeyState.RESTORING);
	}

	@Test
	void isRefusedWithoutTheCapability() {
		EngineHarness other = new EngineHarness().live(Capabilities.builder().with(Feature.MULTI_WATCH).build());

		other.watch("game.*");

		assertThat(other.sent(Frame.Watch.class)).isEmpty();
		assertThat(other.denied).singleElement()
			.satisfies((denial) -> assertThat(denial).startsWith("game.* 404 'game.*'").contains("prefix_watch"));
		assertThat(other.keyState("game.*")).isEqualTo(KeyState.DENIED);
		assertThat(other.state()).isEqualTo(ConnectionState.RESTORED);
	}

	@Test
	void isRequestedOnceAServerHasTheCapability() {
		EngineHarness other = new EngineHarness();
		other.watch("game.*");
		other.live(Capabilities.NONE);
		assertThat(other.keyState("game.*")).isEqualTo(KeyState.DENIED);

		other.reconnect(EngineHarness.FULL);

		assertThat(other.lastSent(Frame.Watch.class).states()).containsExactly("game.*");
	}

	@Test
	void refusalIsReported() {
		this.client.watch("game.*");

		this.client.error(requested(), ErrorCode.DENIED, "Not allowed to read 'game.*'");

		assertThat(this.client.denied).hasSize(1);
		assertThat(status().state()).isEqualTo(KeyState.DENIED);
	}

	@Test
	void endsWhenAccessIsTakenAway() {
		live();

		this.client.error(requested(), ErrorCode.DENIED, "Not allowed to read 'game.*' any longer");

		assertThat(status().state()).isEqualTo(KeyState.DENIED);
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.denied).hasSize(1);
	}

	@Test
	void keyThatMayBeReadFromNowOnArrivesOnTheStreamOfThePrefix() {
		Recorder game = live();
		int before = game.events.size();

		page("game.secret", 4, "shown");

		assertThat(added(game, before)).containsExactly("INIT game.secret@4 \"shown\"");
		assertThat(this.client.keyState("game.secret")).isEqualTo(KeyState.LIVE);
	}

	@Test
	void keyThatIsReadableAgainWhileItIsAskedForIsKnownToThePrefix() {
		Recorder game = live();
		this.client.watch("game.c");
		this.client.init(KEY_STREAM, "game.c", 3, "three");

		assertThat(seen(game)).contains("INIT game.c@3 \"three\"");
	}

	@Test
	void replayIsNotAppliedTwiceWhereAPrefixBringsTheSame() {
		live();
		Recorder single = this.client.watch("game.a");
		this.client.engine.unwatch("game.*");
		this.client.init(KEY_STREAM, "game.a", 1, "one");
		this.client.watch("game.*");
		complete(1, true);
		this.client.loseLink();
		this.client.engine.unwatch("game.*");
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(EngineHarness.FULL, false);
		assertThat(this.client.lastSent(Frame.Resume.class).state()).isEqualTo("game.a");
		this.client.watch("game.*");
		int before = single.events.size();

		for (int i = 0; i < 2; i++) {
			removed("game.a", 3);
			created("game.a", 4, "four");
		}
		this.client.init(KEY_STREAM, "game.a", 4, "four");

		assertThat(added(single, before)).containsExactly("DELTA game.a@3 gone", "DELTA game.a@4 \"four\"",
				"INIT game.a@4 \"four\"");
	}

	@Test
	void slowViewIsNotRequestedAgainWhileItGoesOn() {
		this.client.watch("game.*");
		for (int i = 0; i < 30; i++) {
			this.client.keepAlive(Duration.ofSeconds(5));
			page("game." + i, i + 1, i);
		}

		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
	}

	@Test
	void viewThatDoesNotGoOnIsRequestedAgain() {
		this.client.watch("game.*");
		page("game.a", 1, "one");

		this.client.keepAlive(Duration.ofSeconds(25));

		assertThat(this.client.sent(Frame.Watch.class)).hasSizeGreaterThan(1);
		assertThat(unwatched()).contains("game.*");
	}

	@Test
	void serverThatChoosesTheStreamsIsUnderstoodToo() {
		Recorder game = this.client.watch("game.*");
		this.client.init(50, "game.a", 1, "one");
		complete(90, 1, false);
		this.client.delta(50, null, 2, DeltaOp.update("/", tree("two")));

		assertThat(seen(game)).containsExactly("INIT game.a@1 \"one\"", "DELTA game.a@2 \"two\"");
		assertThat(status().state()).isEqualTo(KeyState.LIVE);
	}

	@Test
	void closingEndsIt() {
		Recorder game = live();

		this.client.engine.close();

		assertThat(game.ended).isTrue();
		assertThat(this.client.engine.values("")).isEmpty();
	}

}
