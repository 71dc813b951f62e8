// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientError.Source;
import dev.sodp.client.KeyState;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deltas as other servers write them (protocol sections 3, 4 and 8): what they can mean
 * only one way is applied, and everything else is left to a snapshot.
 */
class PeerDeltaTests {

	/** As published servers advertise. */
	private static final Capabilities PUBLISHED = Capabilities.builder()
		.with(Feature.MULTI_WATCH, Feature.PARAMS, Feature.RESUME)
		.build();

	private final EngineHarness client = new EngineHarness().live(PUBLISHED);

	private final Recorder game = this.client.watch("game");

	private void start(long version, String value) {
		this.client.init(10, "game", version, json(value));
	}

	private List<ClientError> errors(Source source) {
		return this.client.errors.stream().filter((error) -> error.source() == source).toList();
	}

	private int requests() {
		return this.client.sent(Frame.Watch.class).size() + this.client.sent(Frame.Resume.class).size();
	}

	// Versions

	@Test
	void deltaOfAnotherNodeWithTheSameVersionIsAppliedAndReportedOnce() {
		start(1, "{'a':0,'b':0}");
		this.client.delta(10, "game", 2, DeltaOp.update("/a", tree(1)));
		this.client.delta(10, "game", 2, DeltaOp.update("/b", tree(1)));
		this.client.delta(10, "game", 2, DeltaOp.update("/b", tree(2)));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':1,'b':2}"));
		assertThat(requests()).isEqualTo(1);
		assertThat(errors(Source.PROTOCOL)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("order of their arrival"));
	}

	@Test
	void nodesThatCountApartAreFollowedInTheOrderOfArrival() {
		start(7, "{'a':0,'b':0}");
		this.client.delta(10, "game", 8, DeltaOp.update("/a", tree(1)));
		this.client.delta(10, "game", 8, DeltaOp.update("/b", tree(1)));
		this.client.delta(10, "game", 3, DeltaOp.update("/a", tree(2)));
		this.client.delta(10, "game", 9, DeltaOp.add("/b", tree(3)));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':2,'b':3}"));
		assertThat(requests()).isEqualTo(1);
	}

	@Test
	void repetitionIsNotTakenForTheDeltaOfAnotherNode() {
		start(1, "[]");
		this.client.delta(10, "game", 2, DeltaOp.add("/-", tree("a")));
		this.client.delta(10, "game", 2, DeltaOp.add("/-", tree("a")));
		assertThat(this.game.last().value()).isEqualTo(json("['a']"));
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void nextSessionBeginsWithoutSuspicion() {
		deltaOfAnotherNodeWithTheSameVersionIsAppliedAndReportedOnce();
		this.client.reconnect(PUBLISHED);
		start(5, "{'a':0}");
		this.client.delta(10, "game", 7, DeltaOp.update("/a", tree(7)));
		this.client.delta(10, "game", 6, DeltaOp.update("/a", tree(6)));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':7}"));
	}

	@Test
	void deltaThatTheLogOfTheServerLacksIsOfAnotherNode() {
		start(10, "{'a':0,'b':0}");
		this.client.delta(10, "game", 12, DeltaOp.update("/a", tree(1)));
		this.client.delta(10, "game", 11, DeltaOp.update("/b", tree(1)));
		this.client.advance(Duration.ZERO);
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(9);
		this.client.delta(11, "game", 12, DeltaOp.update("/a", tree(1)));
		this.client.init(11, "game", 12, json("{'a':1,'b':0}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':1,'b':1}"));
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
		this.client.delta(11, "game", 4, DeltaOp.update("/b", tree(2)));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':1,'b':2}"));
	}

	@Test
	void whatArrivesWhileTheLogIsAskedForIsNotLost() {
		start(10, "{'a':0,'b':0}");
		this.client.delta(10, "game", 12, DeltaOp.update("/a", tree(1)));
		this.client.delta(10, "game", 5, DeltaOp.update("/b", tree(1)));
		this.client.delta(10, "game", 6, DeltaOp.update("/b", tree(2)));
		this.client.advance(Duration.ZERO);
		this.client.delta(10, "game", 7, DeltaOp.update("/b", tree(3)));
		this.client.delta(11, "game", 12, DeltaOp.update("/a", tree(1)));
		this.client.init(11, "game", 12, json("{'a':1,'b':0}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':1,'b':3}"));
	}

	@Test
	void deltaThatTheLogOfTheServerHoldsCameTooLate() {
		start(10, "{'a':0}");
		this.client.delta(10, "game", 12, DeltaOp.update("/a", tree(2)));
		this.client.delta(10, "game", 11, DeltaOp.update("/a", tree(1)));
		this.client.advance(Duration.ZERO);
		this.client.delta(11, "game", 11, DeltaOp.update("/a", tree(1)));
		this.client.delta(11, "game", 12, DeltaOp.update("/a", tree(2)));
		this.client.init(11, "game", 12, json("{'a':2}"));
		assertThat(this.game.seen()).containsExactly("INIT@10 {\"a\":0}", "DELTA@12 {\"a\":2}", "INIT@12 {\"a\":2}");
		assertThat(errors(Source.PROTOCOL)).isEmpty();
	}

	@Test
	void snapshotThatStandsStillWhileLaterChangesWereSentIsNotTheirs() {
		start(10, "{'a':0,'b':0}");
		this.client.delta(10, "game", 30, DeltaOp.update("/a", tree(1)));
		this.client.delta(10, "game", 20, DeltaOp.update("/b", tree(1)));
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 10, json("{'a':0,'b':0}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':1,'b':1}"));
	}

	/** One server counts from 1 again, and its log begins there. */
	@Test
	void snapshotOfAKeyThatWasRemovedAndCreatedAgainIsBelieved() {
		start(1, "{'a':1}");
		this.client.delta(10, "game", 2, DeltaOp.update("/a", tree(2)));
		this.client.delta(10, "game", 3, DeltaOp.remove("/"));
		this.client.delta(10, "game", 1, DeltaOp.update("/b", tree(3)));
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 1, json("{'c':4}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'c':4}"));
	}

	@Test
	void deltaNotAboveTheSnapshotThatChangesItIsLookedInto() {
		start(10, "{'a':0}");
		this.client.delta(10, "game", 4, DeltaOp.update("/a", tree(4)));
		this.client.advance(Duration.ZERO);
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(3);
		this.client.delta(11, "game", 10, DeltaOp.update("/a", tree(0)));
		this.client.init(11, "game", 10, json("{'a':0}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':4}"));
		assertThat(errors(Source.CODEC)).isEmpty();
	}

	@Test
	void deltaThatTheSnapshotShowsIsContainedInIt() {
		start(10, "{'a':4}");
		this.client.delta(10, "game", 4, DeltaOp.update("/a", tree(4)));
		this.client.advance(Duration.ZERO);
		assertThat(requests()).isEqualTo(1);
	}

	@Test
	void serverThatDoesNotAnswerResumeIsAskedForTheSnapshot() {
		start(10, "{'a':0}");
		this.client.delta(10, "game", 12, DeltaOp.update("/a", tree(2)));
		this.client.delta(10, "game", 11, DeltaOp.update("/a", tree(1)));
		this.client.advance(Duration.ZERO);
		this.client.keepAlive(Duration.ofSeconds(11));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void watchThatEndsWhileADeltaIsInDoubtEndsOnTheServerToo() {
		start(10, "{'a':0}");
		this.client.delta(10, "game", 12, DeltaOp.update("/a", tree(2)));
		this.client.delta(10, "game", 11, DeltaOp.update("/a", tree(1)));
		assertThat(this.client.sent(Frame.Unwatch.class)).isEmpty();
		this.client.engine.unwatch("game");
		assertThat(this.client.sent(Frame.Unwatch.class)).hasSize(1);
	}

	// Values that are left out

	@Test
	void deltaWithoutValueLeavesTheKeyToASnapshot() {
		start(1, "{'score':5}");
		this.client.delta(10, "game", 2, DeltaOp.withoutValue(DeltaOp.Kind.UPDATE, "/score"));
		assertThat(this.game.last().value()).isEqualTo(json("{'score':5}"));
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 2, json("{'score':0}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'score':0}"));
		assertThat(errors(Source.CODEC)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("left out"));
	}

	@Test
	void missingValueIsNullIfTheServerSendsNil() {
		start(1, "{'a':1,'b':1}");
		this.client.delta(10, "game", 2, DeltaOp.update("/a", tree(null)));
		this.client.delta(10, "game", 3, DeltaOp.withoutValue(DeltaOp.Kind.UPDATE, "/b"));
		assertThat(this.game.last().value()).isEqualTo(json("{'a':null,'b':null}"));
		assertThat(requests()).isEqualTo(1);
	}

	@Test
	void valuesLeftOutAgainAndAgainAreFetchedEverySecond() {
		start(1, "{'score':5}");
		for (int i = 0; i < 10; i++) {
			this.client.delta(10, "game", 2 + i, DeltaOp.withoutValue(DeltaOp.Kind.UPDATE, "/score"));
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(Duration.ofSeconds(1));
			this.client.init(10, "game", 2 + i, json("{'score':0}"));
			assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
		}
	}

	// Operations that are about another value

	static Stream<Arguments> misfits() {
		return Stream.of(Arguments.of("ADD without a parent", "{'x':1}", DeltaOp.add("/a/b", tree(1))),
				Arguments.of("ADD below a scalar", "{'a':1}", DeltaOp.add("/a/b", tree(1))),
				Arguments.of("ADD of what is there", "{'a':1}", DeltaOp.add("/a", tree(2))),
				Arguments.of("ADD of a key that exists", "{'a':1}", DeltaOp.add("/", tree(2))),
				Arguments.of("UPDATE of what is not there", "{'a':{}}", DeltaOp.update("/a/b", tree(1))),
				Arguments.of("REMOVE of what is not there", "{'a':{}}", DeltaOp.remove("/a/b")),
				Arguments.of("REMOVE without a parent", "{}", DeltaOp.remove("/a/b")),
				Arguments.of("a name that looks like an escape", "{'a':1}", DeltaOp.add("/~1", tree(1))),
				Arguments.of("a member without a name", "{'':1,'a':1}", DeltaOp.update("/", tree(2))),
				Arguments.of("its removal", "{'':1,'a':1}", DeltaOp.remove("/")),
				Arguments.of("an index beyond the end", "[1]", DeltaOp.update("/5", tree(1))),
				Arguments.of("an element for an object", "{'a':1}", DeltaOp.add("/-", tree(1))),
				Arguments.of("a name in an array", "[1]", DeltaOp.add("/a", tree(1))),
				Arguments.of("REMOVE beyond the end", "[1]", DeltaOp.remove("/1")),
				Arguments.of("REMOVE from an empty array", "[]", DeltaOp.remove("/-")),
				Arguments.of("an element on the way that is not there", "[1]", DeltaOp.update("/1/a", tree(1))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("misfits")
	void operationThatDoesNotFitLeavesTheKeyToASnapshot(String what, String value, DeltaOp op) {
		start(1, value);
		this.client.delta(10, "game", 2, op);
		assertThat(this.game.seen()).containsExactly("INIT@1 " + json(value));
		this.client.advance(Duration.ZERO);
		assertThat(requests()).isEqualTo(2);
		this.client.init(11, "game", 2, json("{'true':1}"));
		assertThat(this.game.last().value()).isEqualTo(json("{'true':1}"));
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
	}

	@Test
	void serverWhoseSnapshotShowsThatItSetsWhatIsMissingIsBelieved() {
		start(1, "{'x':1}");
		this.client.delta(10, "game", 2, DeltaOp.update("/a/b", tree(1)));
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 2, json("{'x':1,'a':{'b':1}}"));
		this.client.delta(11, "game", 3, DeltaOp.update("/c/d", tree(2)));
		assertThat(this.game.last().value()).isEqualTo(json("{'x':1,'a':{'b':1},'c':{'d':2}}"));
		assertThat(requests()).isEqualTo(2);
	}

	@Test
	void serverThatSetsWhatIsMissingIsNotBelievedBeyondTheEndOfAnArray() {
		serverWhoseSnapshotShowsThatItSetsWhatIsMissingIsBelieved();
		this.client.delta(11, "game", 4, DeltaOp.update("/list/5", tree(1)));
		this.client.delta(11, "game", 5, DeltaOp.update("/x/y", tree(1)));
		assertThat(this.game.last().meta().version()).isEqualTo(3);
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
	}

	@Test
	void serverWithoutResumeIsAskedForTheSnapshotAlone() {
		EngineHarness other = new EngineHarness().live(Capabilities.NONE);
		Recorder watched = other.watch("game");
		other.init(10, "game", 1, json("{'x':1}"));
		other.delta(10, "game", 2, DeltaOp.update("/a/b", tree(1)));
		other.advance(Duration.ZERO);
		assertThat(other.sent(Frame.Watch.class)).hasSize(2);
		other.init(11, "game", 2, json("{'x':1,'a/b':1}"));
		assertThat(watched.last().value()).isEqualTo(json("{'x':1,'a/b':1}"));
	}

	// Bad frames

	@Test
	void manyBadFramesAtOnceCostOneResync() {
		start(1, "1");
		for (int i = 0; i < 8; i++) {
			malformed(4, 10);
		}
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 2, 2);
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void badFramesOfTheOldSubscriptionDoNotSpoilTheNewOne() {
		start(1, "1");
		malformed(4, 10);
		this.client.advance(Duration.ZERO);
		for (int i = 0; i < 7; i++) {
			malformed(4, 10);
		}
		this.client.init(11, "game", 2, 2);
		this.client.advance(Duration.ZERO);
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void badFrameOfTheNewSubscriptionCostsAnotherResync() {
		start(1, "1");
		malformed(4, 10);
		this.client.advance(Duration.ZERO);
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("broken", 7, new FrameHeader(4, 11, 0), "game", null, null));
		this.client.init(11, "game", 2, 2);
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(3);
	}

	@Test
	void unreadableSnapshotIsRequestedAgain() {
		start(1, "1");
		malformed(4, 10);
		this.client.advance(Duration.ZERO);
		malformed(3, 10);
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(3);
	}

	@Test
	void badFrameDoesNotRequestWhatWasDenied() {
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 403, "no");
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("broken", 7, new FrameHeader(4, 10, 0), "game", null, null));
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.DENIED);
	}

	@Test
	void deltasBehindOneThatCannotBeAppliedDoNotLengthenTheBackOff() {
		start(1, "1");
		this.client.loseLink();
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(PUBLISHED, false);
		for (int i = 0; i < 8; i++) {
			this.client.delta(10, "game", 5 + i, DeltaOp.update("bad", tree(1)));
		}
		this.client.init(10, "game", 2, 2);
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 20, 20);
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
	}

	private void malformed(int type, long stream) {
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("broken", 7, new FrameHeader(type, stream, 0), null, null, null));
	}

}
