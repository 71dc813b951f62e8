// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.server.StateSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a restart makes of state that a loader provides. */
class LoadedStateTests {

	private static final CompletableFuture<Optional<?>> NEVER = new CompletableFuture<>();

	@TempDir
	Path directory;

	private final Database database = new Database();

	private SodpServer start() {
		return SodpServer.builder()
			.journal(() -> MvStoreJournal.builder(this.directory).build())
			.loaders(List.of(this.database))
			.build();
	}

	@Test
	void whatIsStoredIsNotLoadedAgain() {
		this.database.rows.put("copy.a", 1);
		try (SodpServer server = start()) {
			assertThat(value(server, "copy.a")).contains(1);
		}
		this.database.rows.put("copy.a", 2);
		try (SodpServer server = start()) {
			assertThat(value(server, "copy.a")).contains(1);
			assertThat(this.database.loads).hasValue(1);
		}
	}

	@Test
	void whatIsKeptInTheDatabaseIsLoadedAgainWithALaterVersion() {
		long version;
		try (SodpServer server = start()) {
			version = server.set("db.a", 1);
			assertThat(this.database.loads).hasValue(0);
		}
		this.database.rows.put("db.a", 2);
		try (SodpServer server = start()) {
			assertThat(server.keys()).isEmpty();
			assertThat(value(server, "db.a")).contains(2);
			assertThat(server.get("db.a").orElseThrow().version()).isGreaterThan(version);
		}
	}

	@Test
	void whatIsDeletedWhileItIsLoadedStaysDeleted() {
		this.database.hangs = true;
		try (SodpServer server = start()) {
			CompletableFuture<Optional<StateSnapshot>> read = server.getAsync("copy.a");
			assertThat(server.delete("copy.a")).isPositive();
			assertThat(read.join()).isEmpty();
		}
		this.database.hangs = false;
		this.database.rows.put("copy.a", 1);
		try (SodpServer server = start()) {
			assertThat(value(server, "copy.a")).isEmpty();
			server.reload("copy.a");
			assertThat(value(server, "copy.a")).contains(1);
		}
	}

	@Test
	void whatWasStoredBeforeTheDatabaseKeptItIsGone() {
		try (SodpServer server = SodpServer.builder()
			.journal(() -> MvStoreJournal.builder(this.directory).build())
			.build()) {
			server.set("db.a", "old");
		}
		this.database.rows.put("db.a", 2);
		try (SodpServer server = start()) {
			assertThat(value(server, "db.a")).contains(2);
		}
		try (SodpServer server = SodpServer.builder()
			.journal(() -> MvStoreJournal.builder(this.directory).build())
			.build()) {
			assertThat(server.get("db.a")).isEmpty();
		}
	}

	private static Optional<Integer> value(SodpServer server, String key) {
		return server.get(key).map((snapshot) -> snapshot.value().intValue());
	}

	/** The truth about some keys, and the origin of others. */
	private static final class Database implements SodpStateLoader {

		private final Map<String, Integer> rows = new ConcurrentHashMap<>();

		private final AtomicInteger loads = new AtomicInteger();

		private volatile boolean hangs;

		@Override
		public boolean supports(String key) {
			return true;
		}

		@Override
		public boolean persistent(String key) {
			return key.startsWith("copy.");
		}

		@Override
		public CompletionStage<? extends Optional<?>> load(String key) {
			this.loads.incrementAndGet();
			return this.hangs ? NEVER : CompletableFuture.completedStage(Optional.ofNullable(this.rows.get(key)));
		}

	}

}
