// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.protocol.Envelope;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateFileException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.RandomValues;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Export of a state into a file, and what comes back from it. */
class StateFileTests {

	@TempDir
	private Path directory;

	private final SodpServer server = SodpServer.builder().build();

	private final SodpServer other = SodpServer.builder().build();

	@AfterEach
	void close() {
		this.server.close();
		this.other.close();
	}

	private Path file() {
		return this.directory.resolve("state.sodp");
	}

	@Test
	void everyKindOfValueArrivesExactly() throws IOException {
		RandomValues random = new RandomValues(new Random(7));
		for (int i = 0; i < 2000; i++) {
			this.server.set("key." + i, random.value(6));
		}
		this.server.set("numbers", List.of(1, 1.0, -0.0, Long.MIN_VALUE, Double.MIN_VALUE, 1e300));
		this.server.set("nothing", null);
		this.server.set("deleted", 1);
		this.server.delete("deleted");

		this.server.exportTo(file());
		assertThat(this.other.importFrom(file())).isEqualTo(2002);

		assertThat(this.other.keys()).isEqualTo(this.server.keys()).doesNotContain("deleted");
		for (String key : this.server.keys()) {
			assertThat(encoded(this.other, key)).as(key).isEqualTo(encoded(this.server, key));
		}
		Path again = this.directory.resolve("again");
		this.other.exportTo(again);
		assertThat(again).hasSameBinaryContentAs(file());
	}

	private static byte[] encoded(SodpServer server, String key) {
		return Envelope.encode(server.get(key).orElseThrow().value());
	}

	@Test
	void anEmptyStateIsAFileToo() {
		this.server.exportTo(file());

		assertThat(this.other.importFrom(file())).isZero();
	}

	@Test
	void theFileIsOneStateWhileOthersWrite() {
		AtomicBoolean writing = new AtomicBoolean(true);
		// The common pool may have a single thread.
		ExecutorService threads = Executors.newFixedThreadPool(2);
		List<CompletableFuture<Void>> writers = List.of(CompletableFuture.runAsync(() -> write("a", writing), threads),
				CompletableFuture.runAsync(() -> write("b", writing), threads));
		try {
			await().until(() -> this.server.keys().contains("a.last") && this.server.keys().contains("b.last"));
			for (int i = 0; i < 20; i++) {
				Path file = this.directory.resolve("state" + i);
				this.server.exportTo(file);
				try (SodpServer target = SodpServer.builder().build()) {
					target.importFrom(file);
					for (String writer : List.of("a", "b")) {
						int first = number(target, writer + ".first");
						assertThat(number(target, writer + ".last")).isBetween(first - 1, first);
					}
				}
			}
		}
		finally {
			writing.set(false);
			threads.shutdown();
			writers.forEach(CompletableFuture::join);
		}
	}

	/** First one key, then the other, with many in between in a file. */
	private void write(String name, AtomicBoolean writing) {
		for (int i = 0; i < 100; i++) {
			this.server.set(name + ".i" + i, "x".repeat(1000));
		}
		for (int i = 1; writing.get(); i++) {
			this.server.set(name + ".first", i);
			this.server.set(name + ".last", i);
		}
	}

	private static int number(SodpServer server, String key) {
		return server.get(key).orElseThrow().value().intValue();
	}

	@Test
	void presenceStaysWithItsSession() {
		FakeSocket socket = new FakeSocket();
		SessionInput session = this.server.accept(socket, Peer.remote("test"));
		this.server.set("room", Map.of("name", "lobby"));
		socket.send(session,
				new Frame.Call(0, 1, "1", "state.presence", json("{'state': 'room', 'path': '/alice', 'value': 1}")));
		await().until(() -> socket.frames(Frame.Result.class).size() == 1);

		this.server.exportTo(file());
		this.other.importFrom(file());

		assertThat(this.other.get("room")).map(StateSnapshot::value).contains(json("{'name': 'lobby'}"));
		assertThat(this.server.get("room").orElseThrow().value().has("alice")).isTrue();
	}

	@Test
	void watchersSeeWhatIsImported() {
		this.server.set("a", 1);
		this.server.exportTo(file());
		FakeSocket socket = new FakeSocket();
		SessionInput session = this.other.accept(socket, Peer.remote("test"));
		socket.send(session, new Frame.Watch(0, 1, List.of("a"), null));
		await().until(() -> socket.frames(Frame.StateInit.class).size() == 1);

		this.other.importFrom(file());

		await().until(() -> socket.frames(Frame.Delta.class).size() == 1);
		assertThat(socket.frames(Frame.Delta.class).get(0).ops()).containsExactly(DeltaOp.add("/", json("1")));
	}

	@Test
	void theFileHasTheFormatThatIsDocumented() throws IOException {
		this.server.set("b", Map.of("x", 1.5));
		this.server.set("a", 1);

		this.server.exportTo(file());

		ByteArrayOutputStream expected = new ByteArrayOutputStream();
		expected.writeBytes("SODPSTAT".getBytes(StandardCharsets.US_ASCII));
		expected.writeBytes(new byte[] { 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2 });
		expected.writeBytes(new byte[] { 0, 1, 'a', 0, 0, 0, 1, 1 });
		expected.writeBytes(new byte[] { 0, 1, 'b', 0, 0, 0, 12, (byte) 0x81, (byte) 0xa1, 'x' });
		expected.writeBytes(new byte[] { (byte) 0xcb, 0x3f, (byte) 0xf8, 0, 0, 0, 0, 0, 0 });
		byte[] found = Files.readAllBytes(file());
		assertThat(Arrays.copyOf(found, found.length - 4)).isEqualTo(expected.toByteArray());
	}

	@Test
	void aFileIsNeverReplaced() throws IOException {
		Files.writeString(file(), "mine");

		assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.exportTo(file()))
			.withMessageContaining(file() + ": the file exists. Choose another name");
		assertThat(file()).hasContent("mine");
		assertThat(this.directory).isDirectoryNotContaining("glob:**.part");
	}

	@Test
	void twoExportsNeverWriteTheSameFile() throws IOException {
		Path part = Files.writeString(this.directory.resolve("state.sodp.part"), "of another export");

		assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.exportTo(file()))
			.withMessageContaining(part + " exists. Another export may be writing it");
		assertThat(part).hasContent("of another export");
		assertThat(file()).doesNotExist();
	}

	@Test
	void aMissingDirectoryIsNamed() {
		Path file = this.directory.resolve("missing/state.sodp");

		assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.exportTo(file))
			.withMessageContaining(file.getParent().toString())
			.withMessageContaining("does not exist");
	}

	@Test
	void anInterruptedExportLeavesNothing() {
		this.server.set("a", 1);
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.exportTo(file()))
				.withMessageContaining("interrupted");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.directory).isEmptyDirectory();
		this.server.exportTo(file());
	}

	@Test
	void neitherIsPossibleInTheMiddleOfAChange() {
		this.server.exportTo(file());
		assertThatIllegalStateException()
			.isThrownBy(() -> this.server.update("a", Integer.class, (value) -> this.server.importFrom(file())));
		assertThatIllegalStateException().isThrownBy(() -> this.server.update("a", Integer.class, (value) -> {
			this.server.exportTo(this.directory.resolve("other"));
			return 1;
		}));
		assertThat(this.server.keys()).isEmpty();
		assertThat(this.directory.resolve("other")).doesNotExist();
	}

	@Test
	void aClosedServerImportsNothing() {
		this.server.exportTo(file());
		this.other.close();
		Path file = file();

		assertThatIllegalStateException().isThrownBy(() -> this.other.importFrom(file)).withMessageContaining("closed");
	}

}
