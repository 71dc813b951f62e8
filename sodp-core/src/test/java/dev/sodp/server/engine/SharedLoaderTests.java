// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;

import dev.sodp.protocol.Frame;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Loaders of the nodes of a cluster, which may all be asked for the same key. */
class SharedLoaderTests {

	private final ManualSharedJournal journal = new ManualSharedJournal();

	private final EngineFixture server = new EngineFixture(this.journal,
			(builder) -> builder.loaders(List.of(new TestLoader())).heartbeatInterval(Duration.ofHours(1)));

	private final EngineClient client = connect();

	private EngineClient connect() {
		EngineClient connected = this.server.connect(Peer.remote("client"));
		this.journal.synchronizeAll();
		connected.read();
		return connected;
	}

	@Test
	void aLoaderIsNotAskedForWhatTheClusterKnows() {
		this.client.watch("db.a");

		this.journal.read(7, "1");

		assertThat(this.server.application.loads()).isEmpty();
		assertThat(this.client.readOnly(Frame.StateInit.class).version()).isEqualTo(7);
	}

	@Test
	void aLoaderIsAskedForWhatTheClusterDoesNotKnow() {
		this.client.watch("db.a");
		this.journal.read(0, null);
		this.server.loaded("1");

		assertThat(this.journal.waiting.element().baseVersion()).isZero();
		this.journal.commitNext(8);

		assertThat(this.client.readOnly(Frame.StateInit.class).value()).isEqualTo(json("1"));
	}

	@Test
	void whatAnotherNodeLoadedFirstIsTheValue() {
		this.client.watch("db.a");
		this.journal.read(0, null);
		this.server.loaded("1");

		this.journal.commitForeign("db.a", 8, "2");
		this.journal.conflictNext();

		assertThat(this.journal.waiting).isEmpty();
		Frame.StateInit init = this.client.readOnly(Frame.StateInit.class);
		assertThat(init.version()).isEqualTo(8);
		assertThat(init.value()).isEqualTo(json("2"));
	}

	@Test
	void aKeyThatWasDeletedIsNotLoaded() {
		this.client.watch("db.a");

		this.journal.read(7, null);

		assertThat(this.server.application.loads()).isEmpty();
		assertThat(this.client.readOnly(Frame.StateInit.class).initialized()).isFalse();
	}

}
