// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class WatchTests {

	private final EngineFixture server = new EngineFixture();

	private final EngineClient client = this.server.connect();

	@Test
	void keyNeverWrittenIsNotInitialized() {
		Frame.StateInit init = this.client.watch("a").readOnly(Frame.StateInit.class);

		assertThat(init.state()).isEqualTo("a");
		assertThat(init.initialized()).isFalse();
		assertThat(init.value().isNull()).isTrue();
		assertThat(init.version()).isZero();
	}

	@Test
	void watchingDoesNotCreateAKey() {
		this.client.watch("a");

		assertThat(this.server.engine.names().all()).isEmpty();
	}

	@Test
	void snapshotCarriesValueAndVersion() {
		this.server.set("other", "1");
		long version = this.server.set("a", "{'x': [1, 2.5, null]}");

		Frame.StateInit init = this.client.watch("a").readOnly(Frame.StateInit.class);

		assertThat(init.initialized()).isTrue();
		assertThat(init.value()).isEqualTo(json("{'x': [1, 2.5, null]}"));
		assertThat(init.version()).isEqualTo(version);
	}

	@Test
	void keySetToNullIsInitialized() {
		this.server.set("a", "null");

		assertThat(this.client.watch("a").readOnly(Frame.StateInit.class).initialized()).isTrue();
	}

	@Test
	void changesFollowAsDeltasOnTheStreamOfTheSnapshot() {
		this.server.set("a", "{'x': 1}");
		Frame.StateInit init = this.client.watch("a").readOnly(Frame.StateInit.class);

		long version = this.server.set("a", "{'x': 2}");

		Frame.Delta delta = this.client.readOnly(Frame.Delta.class);
		assertThat(delta.stream()).isEqualTo(init.stream()).isGreaterThanOrEqualTo(10);
		assertThat(delta.state()).isEqualTo("a");
		assertThat(delta.version()).isEqualTo(version);
		assertThat(delta.ops()).containsExactly(DeltaOp.update("/x", json("2")));
	}

	@Test
	void keysHaveDifferentStreamsThatAllSessionsShare() {
		List<Long> streams = this.client.watch("a", "b", "c")
			.readAll(Frame.StateInit.class)
			.map(Frame::stream)
			.toList();
		EngineClient other = this.server.connect();
		List<Long> reversed = other.watch("c", "b", "a").readAll(Frame.StateInit.class).map(Frame::stream).toList();

		assertThat(streams).doesNotHaveDuplicates();
		assertThat(reversed).containsExactly(streams.get(2), streams.get(1), streams.get(0));
	}

	@Test
	void suggestedStreamDoesNotMatter() {
		this.client.send(new Frame.Watch(4711, 1, List.of("a"), null));

		assertThat(this.client.readOnly(Frame.StateInit.class).stream()).isNotEqualTo(4711);
	}

	@Test
	void paramsAreEchoed() {
		this.client.send(new Frame.Watch(0, 1, List.of("a"), json("{'since': 'today'}")));

		assertThat(this.client.readOnly(Frame.StateInit.class).params()).isEqualTo(json("{'since': 'today'}"));
	}

	@Test
	void otherKeysAreNotDelivered() {
		this.client.watch("a").read();

		this.server.set("b", "1");

		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void secondWatchIsAnsweredWithAFreshSnapshotAndDoublesNothing() {
		this.client.watch("a").read();
		this.server.set("a", "1");
		this.client.read();

		assertThat(this.client.watch("a").readOnly(Frame.StateInit.class).value()).isEqualTo(json("1"));
		this.server.set("a", "2");
		this.client.readOnly(Frame.Delta.class);
	}

	@Test
	void keyNamedTwiceInOneWatchIsAnsweredOnce() {
		this.client.watch("a", "a").readOnly(Frame.StateInit.class);
	}

	@Test
	void unwatchEndsTheDeltas() {
		this.client.watch("a", "b").read();

		this.client.unwatch("a");
		this.server.set("a", "1");
		this.server.set("b", "1");

		assertThat(this.client.readOnly(Frame.Delta.class).state()).isEqualTo("b");
		assertThat(this.server.engine.sessions().get(0).watchedKeys()).isEqualTo(1);
	}

	@Test
	void unwatchOfAnUnknownKeyIsIgnored() {
		this.client.unwatch("nothing", "not a key");

		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void deltaIsTheSameBytesForAllSessions() {
		EngineClient other = this.server.connect();
		this.client.watch("a").read();
		other.watch("a").read();

		this.server.set("a", "1");

		OutboxItem.LiveDelta mine = (OutboxItem.LiveDelta) this.client.session.outbox().poll();
		OutboxItem.LiveDelta theirs = (OutboxItem.LiveDelta) other.session.outbox().poll();
		assertThat(mine).isNotNull().isSameAs(theirs);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a..b", ".a", "a.", "with space", "ä", "a/b" })
	void textThatIsNoKeyIsAnsweredWith400NamingIt(String key) {
		Frame.Error error = this.client.send(new Frame.Watch(77, 1, List.of(key), null)).readOnly(Frame.Error.class);

		assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(error.message()).contains("'" + key + "'");
		assertThat(error.stream()).isEqualTo(77);
	}

	@Test
	void refusedKeysOfAWatchAreNamedAndTheOthersProceed() {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new OnlyPublicKeys()));
		EngineClient guest = guarded.connect();

		guest.send(new Frame.Watch(77, 1, List.of("secret.a", "public.a", "secret.b", "no key"), null));

		List<Frame> frames = guest.read();
		assertThat(frames).filteredOn(Frame.StateInit.class::isInstance)
			.singleElement()
			.satisfies((init) -> assertThat(((Frame.StateInit) init).state()).isEqualTo("public.a"));
		assertThat(frames).filteredOn(Frame.Error.class::isInstance)
			.extracting(Frame::stream, (error) -> ((Frame.Error) error).code())
			.containsExactly(tuple(0L, 403), tuple(0L, 403), tuple(0L, 400));
		assertThat(((Frame.Error) frames.get(0)).message()).contains("'secret.a'");
		assertThat(((Frame.Error) frames.get(2)).message()).contains("'secret.b'");
	}

	@Test
	void refusedKeyIsNotDelivered() {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new OnlyPublicKeys()));
		EngineClient guest = guarded.connect();
		guest.watch("secret.a").read();

		guarded.set("secret.a", "1");

		assertThat(guest.read()).isEmpty();
	}

	@Test
	void errorOnASingleKeyCarriesTheStreamOfItsRequest() {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new OnlyPublicKeys()));
		EngineClient guest = guarded.connect();

		guest.send(new Frame.Watch(77, 1, List.of("secret.a"), null));

		assertThat(guest.readOnly(Frame.Error.class).stream()).isEqualTo(77);
	}

	@Test
	void trustedPeerPassesEveryAccessCheck() {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new OnlyPublicKeys()));
		EngineClient inside = guarded.connect(Peer.trusted("inside"));
		inside.read();

		inside.watch("secret.a").readOnly(Frame.StateInit.class);
		assertThat(inside.result("state.set", "{'state': 'secret.a', 'value': 1}").success()).isTrue();
	}

	@Test
	void policyThatFailsDenies() {
		EngineFixture broken = new EngineFixture((builder) -> builder.accessPolicy(new AccessPolicy() {

			@Override
			public boolean canRead(SodpIdentity identity, String key) {
				throw new IllegalStateException("broken on purpose");
			}

			@Override
			public boolean canWrite(SodpIdentity identity, String key) {
				throw new IllegalStateException("broken on purpose");
			}

		}));

		assertThat(broken.connect().watch("a").readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.DENIED);
	}

	/** Allows keys below {@code public} only. */
	static final class OnlyPublicKeys implements AccessPolicy {

		@Override
		public boolean canRead(SodpIdentity identity, String key) {
			return key.startsWith("public.");
		}

		@Override
		public boolean canWrite(SodpIdentity identity, String key) {
			return key.startsWith("public.");
		}

	}

}
