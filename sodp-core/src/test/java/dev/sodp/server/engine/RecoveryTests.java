// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a server makes of what its journal holds. */
class RecoveryTests {

	private final SodpServerOptions options = SodpServer.builder().options();

	private final ManualJournal journal = new ManualJournal();

	private final List<String> clean = new ArrayList<>();

	private final ServerEngine engine = new ServerEngine(this.options, new ManualClock(), "life-2", this.journal,
			Computation::run, new ManualApplication());

	private void start(Consumer<JournalRecovery> contents) {
		contents.accept(this.engine.recovery(Long.MAX_VALUE));
		Journal opened = this.journal;
		this.engine.opened(
				opened.open(this.engine.logLimits(), this.engine.recovery(Long.MAX_VALUE), this.engine.answers()),
				() -> this.clean.add("clean"));
	}

	private EngineClient connect() {
		return connect(this.engine);
	}

	private EngineClient connect(ServerEngine server) {
		EngineClient client = server.open(Peer.remote("client"), null,
				(session) -> new EngineClient(server, session, new FrameReader(this.options.maxValueBytes()), () -> {
				}));
		client.read();
		return client;
	}

	private static Change change(String key, long version, DeltaOp... ops) {
		return new Change(key, version, new FrameEncoder().encodeOps(List.of(ops)), 0, null, PresenceChange.NONE);
	}

	@Test
	void valuesAndVersionsAreThere() {
		start((recovery) -> {
			recovery.counter(40, 0);
			recovery.key("a", 7, json("{'x': 1}"), 7, List.of());
			recovery.key("gone", 9, null, 9, List.of());
		});

		assertThat(this.engine.names().all()).containsExactly("a");
		assertThat(this.engine.host().get("a").orElseThrow().version()).isEqualTo(7);
		EngineClient client = connect();
		client.watch("gone");
		Frame.StateInit gone = client.readOnly(Frame.StateInit.class);
		assertThat(gone.initialized()).isFalse();
		assertThat(gone.version()).isEqualTo(9);
	}

	@Test
	void resumeReplaysWhatTheJournalKept() {
		start((recovery) -> {
			recovery.counter(8, 0);
			recovery.key("a", 8, json("{'x': 3}"), 5, List.of(change("a", 6, DeltaOp.update("/x", json("2"))),
					change("a", 8, DeltaOp.update("/x", json("3")))));
		});
		EngineClient client = connect();

		client.resume("a", 6);

		List<Frame> frames = client.read();
		assertThat(frames).hasSize(2);
		assertThat(((Frame.Delta) frames.get(0)).version()).isEqualTo(8);
		assertThat(((Frame.Delta) frames.get(0)).ops()).containsExactly(DeltaOp.update("/x", json("3")));
		assertThat(((Frame.StateInit) frames.get(1)).version()).isEqualTo(8);
	}

	@Test
	void resumeFromAGapGetsTheSnapshotAlone() {
		start((recovery) -> {
			recovery.counter(100, 0);
			recovery.gap(50, 100);
			recovery.key("a", 120, json("1"), 0, List.of(change("a", 120, DeltaOp.add("/", json("1")))));
		});
		EngineClient client = connect();

		client.resume("a", 60);
		assertThat(client.readOnly(Frame.StateInit.class).version()).isEqualTo(120);
		client.unwatch("a").resume("a", 49);
		assertThat(client.read()).hasSize(2);
	}

	@Test
	void whatALoaderKeepsIsNotTakenFromTheJournal() {
		ManualApplication application = new ManualApplication();
		SodpServerOptions loading = SodpServer.builder().loaders(List.of(new TestLoader())).options();
		ServerEngine restarted = new ServerEngine(loading, new ManualClock(), "life-2", this.journal, Computation::run,
				application);
		JournalRecovery recovery = restarted.recovery(Long.MAX_VALUE);
		recovery.counter(40, 0);
		recovery.key("db.a", 7, json("1"), 7, List.of());
		recovery.presence("db.a", StatePath.parse("/alice"), new PresenceOwner("life-1", 3));
		recovery.key("copy.a", 9, json("1"), 9, List.of());
		recovery.key("copy.gone", 10, null, 10, List.of());
		this.journal.open(restarted.logLimits(), recovery, restarted.answers());
		restarted.opened("epoch-1", () -> this.clean.add("clean"));
		this.journal.countFrom(40);
		assertThat(this.clean).containsExactly("clean");
		assertThat(restarted.names().all()).containsExactly("copy.a");

		EngineClient client = connect(restarted);
		client.watch("copy.gone").read();
		assertThat(application.loads()).isEmpty();
		client.resume("db.a", 40);
		Load load = application.loads().element();
		load.loaded(json("2"));
		restarted.answered(load);
		this.journal.commitAll();

		assertThat(client.readOnly(Frame.StateInit.class).value()).isEqualTo(json("2"));
	}

	@Test
	void presenceOfTheLastLifeIsRemovedAsAChangeBeforeTheServerIsClean() {
		start((recovery) -> {
			recovery.counter(8, 0);
			recovery.key("room", 8, json("{'alice': 1, 'map': 'sea'}"), 8, List.of());
			recovery.presence("room", StatePath.parse("/alice"), new PresenceOwner("life-1", 3));
		});

		assertThat(this.clean).isEmpty();
		assertThat(this.journal.waiting()).hasSize(1)
			.extracting(Proposal::presence)
			.containsExactly(PresenceChange.release(List.of(StatePath.parse("/alice"))));
		this.journal.commitAll();

		assertThat(this.clean).containsExactly("clean");
		assertThat(this.engine.host().get("room").orElseThrow().value()).isEqualTo(json("{'map': 'sea'}"));
	}

	@Test
	void aServerWithoutFormerPresenceIsCleanAtOnce() {
		start((recovery) -> recovery.counter(0, 0));

		assertThat(this.clean).containsExactly("clean");
	}

	@Test
	void moreThanMemoryHoldsStartsWithoutLogs() {
		SodpServerOptions tight = SodpServer.builder().maxTotalBytes(8 * 1024).options();
		ServerEngine small = new ServerEngine(tight, new ManualClock(), "life", this.journal, Computation::run,
				new ManualApplication());
		JournalRecovery recovery = small.recovery(Long.MAX_VALUE);
		for (int i = 0; i < 40; i++) {
			recovery.key("k" + i, i + 1, json("'" + "x".repeat(1000) + "'"), 0,
					List.of(change("k" + i, i + 1, DeltaOp.add("/", json("1")))));
		}

		assertThat(small.names().all()).hasSize(40);
		assertThat(small.statistics().logBytes()).isZero();
	}

	@Test
	void moreThanTheHeapHoldsStopsTheStart() {
		JournalRecovery recovery = this.engine.recovery(8 * 1024);

		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> {
			for (int i = 0; i < 40; i++) {
				recovery.key("k" + i, i + 1, json("'" + "x".repeat(1000) + "'"), 0, List.of());
			}
		}).satisfies((ex) -> assertThat(ex.action()).contains("-Xmx"));
	}

}
