// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.StateFileException;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.state.ImmutableNodes;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What an import refuses, and what becomes of one that fails. */
class StateImportTests {

	@TempDir
	private Path directory;

	private Path file;

	private SodpServer server = SodpServer.builder().build();

	@BeforeEach
	void export() {
		this.file = this.directory.resolve("state.sodp");
		try (SodpServer source = SodpServer.builder().build()) {
			source.set("a", Map.of("x", List.of(1, 2.5, "é")));
			source.set("b", "text");
			source.set("c", 3);
			source.exportTo(this.file);
		}
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	private void use(Consumer<SodpServerBuilder> customizer) {
		this.server.close();
		SodpServerBuilder builder = SodpServer.builder();
		customizer.accept(builder);
		this.server = builder.build();
	}

	private ThrowableAssertAlternative<StateFileException> assertRefused() {
		ThrowableAssertAlternative<StateFileException> refusal = assertThatExceptionOfType(StateFileException.class)
			.isThrownBy(() -> this.server.importFrom(this.file))
			.withMessageStartingWith(this.file + " was not imported, and nothing was changed: ")
			.satisfies((ex) -> assertThat(ex.written()).isZero());
		assertThat(this.server.statistics().mutations()).isZero();
		return refusal;
	}

	private void write(Object... keysAndValues) throws IOException {
		try (OutputStream out = Files.newOutputStream(this.file)) {
			StateFileWriter writer = new StateFileWriter(out, keysAndValues.length / 2);
			for (int i = 0; i < keysAndValues.length; i += 2) {
				writer.write((String) keysAndValues[i], (JsonNode) keysAndValues[i + 1]);
			}
			writer.finish();
		}
	}

	@Test
	void aFileThatWasCutAnywhereIsRefused() throws IOException {
		byte[] whole = Files.readAllBytes(this.file);
		for (int length = 0; length < whole.length; length++) {
			Files.write(this.file, Arrays.copyOf(whole, length));
			assertRefused().withMessageContaining("ends too early").withMessageContaining("Copy the file again");
		}
	}

	@Test
	void aBitThatWasFlippedAnywhereIsNoticed() throws IOException {
		byte[] whole = Files.readAllBytes(this.file);
		for (int bit = 0; bit < whole.length * 8; bit++) {
			byte[] damaged = whole.clone();
			damaged[bit / 8] ^= (byte) (1 << bit % 8);
			Files.write(this.file, damaged);
			assertRefused();
		}
	}

	@Test
	void aFlippedBitInAValueIsReportedAsDamage() throws IOException {
		byte[] damaged = Files.readAllBytes(this.file);
		damaged[damaged.length - 5] ^= 1;
		Files.write(this.file, damaged);

		assertRefused().withMessageContaining("it is damaged").withMessageContaining("Copy the file again");
	}

	@Test
	void whatFollowsTheEndIsRefused() throws IOException {
		byte[] whole = Files.readAllBytes(this.file);
		Files.write(this.file, Arrays.copyOf(whole, whole.length + 1));

		assertRefused().withMessageContaining("something follows its end");
	}

	@Test
	void anotherFileIsRecognized() throws IOException {
		Files.writeString(this.file, "H:2,block:9f,blockSize:1000,chunk:a3");

		assertRefused().withMessageContaining("does not begin as a file that SodpServer.exportTo has written");
	}

	@Test
	void aLaterFormatIsNamed() throws IOException {
		byte[] later = Files.readAllBytes(this.file);
		later[11] = 9;
		Files.write(this.file, later);

		assertRefused().withMessageContaining("format 9").withMessageContaining("only format 1");
	}

	@Test
	void aMissingFileAndADirectoryAreNamed() throws IOException {
		Files.delete(this.file);
		assertRefused().withMessageContaining("does not exist");
		Files.createDirectory(this.file);
		assertRefused();
	}

	@Test
	void aKeyThatExistsIsNamedAndNothingIsWritten() {
		this.server.set("b", "mine");

		assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.importFrom(this.file))
			.withMessageContaining("the server already has the key 'b'")
			.withMessageContaining("into an empty server");
		assertThat(this.server.keys()).containsExactly("b");
		assertThat(this.server.statistics().mutations()).isOne();
	}

	@Test
	void aKeyThatWasDeletedDoesNotExist() {
		this.server.set("b", "mine");
		this.server.delete("b");

		assertThat(this.server.importFrom(this.file)).isEqualTo(3);
	}

	@Test
	void aValueThatIsTooLargeIsNamed() throws IOException {
		use((builder) -> builder.maxValueBytes(1000));
		write("a", json("1"), "b", json("'" + "x".repeat(1000) + "'"));

		assertRefused().withMessageContaining("the value of 'b' takes 1003 bytes, the limit is 1000");
	}

	@Test
	void aValueThatTheValidatorRefusesIsNamed() {
		use((builder) -> builder
			.validator((key, value) -> key.equals("c") ? Optional.of("/: is no text") : Optional.empty()));

		assertRefused().withMessageContaining("the validator refuses the value of 'c': /: is no text");
	}

	@Test
	void moreKeysThanFitAreRefused() {
		use((builder) -> builder.maxKeys(2));

		assertRefused().withMessageContaining("there is room for 2 more keys");
	}

	@Test
	void keysThatAreWatchedOrWereDeletedDoNotCountTwice() {
		use((builder) -> builder.maxKeys(3));
		this.server.set("a", 1);
		this.server.delete("a");
		this.server.set("z", 1);
		this.server.delete("z");

		assertThat(this.server.importFrom(this.file)).isEqualTo(3);
	}

	@Test
	void moreMemoryThanThereIsIsRefused() throws IOException {
		use((builder) -> builder.maxTotalBytes(20_000));
		write("a", json("'" + "x".repeat(10_000) + "'"), "b", json("'" + "x".repeat(10_000) + "'"));
		assertRefused().withMessageContaining("bytes of the heap").withMessageContaining("-Xmx");

		write("a", json("'" + "x".repeat(10_000) + "'"), "b", json("'" + "x".repeat(6_000) + "'"));
		assertThat(this.server.importFrom(this.file)).isEqualTo(2);
	}

	@Test
	void keysThatNoServerAcceptsAreRefused() throws IOException {
		write("a", json("1"), "b..c", json("1"));
		assertRefused().withMessageContaining("b..c");
	}

	@Test
	void keysThatDoNotAscendAreRefused() throws IOException {
		write("b", json("1"), "a", json("1"));
		assertRefused().withMessageContaining("'a' follows 'b'");
		write("b", json("1"), "b", json("1"));
		assertRefused().withMessageContaining("'b' follows 'b'");
	}

	@Test
	void valuesThatNoServerHoldsAreRefused() throws IOException {
		writeNan();

		assertRefused().withMessageContaining("'a' has a value that no server can hold");
	}

	/** The protocol allows NaN in what a peer sends, so the codec reads it. */
	private void writeNan() throws IOException {
		write("a", ImmutableNodes.number(1.5));
		byte[] bytes = Files.readAllBytes(this.file);
		int number = bytes.length - 4 - Double.BYTES;
		ByteBuffer.wrap(bytes).putDouble(number, Double.NaN);
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, bytes.length - 4);
		ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
		Files.write(this.file, bytes);
	}

	@Test
	void whatAJournalRefusesFromTheStartChangesNothing() {
		StuckJournal journal = new StuckJournal();
		use((builder) -> builder.journal(() -> journal));
		journal.refuse(new JournalFailure(ErrorCode.FULL, "the disk is full", null));

		assertRefused().withMessageContaining("'a' could not be written: the disk is full")
			.withCauseInstanceOf(StateRejectedException.class);
	}

	@Test
	void aKeyThatSomeoneElseCreatesMeanwhileStopsTheImportWithACount() {
		AtomicBoolean created = new AtomicBoolean();
		use((builder) -> builder.validator((key, value) -> {
			if (key.equals("c") && created.compareAndSet(false, true)) {
				CompletableFuture.runAsync(() -> this.server.set("b", "mine")).join();
			}
			return Optional.empty();
		}));

		assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.importFrom(this.file))
			.withMessage(this.file + " was imported only in part, 2 of 3 keys: 'b' could not be written: The key has"
					+ " version 1, it was expected not to exist. Solve this, then import the file into an empty"
					+ " server.")
			.satisfies((ex) -> assertThat(ex.written()).isEqualTo(2));
		assertThat(this.server.get("b").orElseThrow().value()).isEqualTo(json("'mine'"));
	}

	@Test
	void whatIsNotConfirmedInTimeIsCountedAsUnknown() {
		StuckJournal journal = new StuckJournal();
		use((builder) -> builder.journal(() -> journal).callTimeout(Duration.ofMillis(50)));

		assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> this.server.importFrom(this.file))
			.withMessageContaining("only in part, 0 and up to 3 more of 3 keys")
			.withMessageContaining("'a' could not be written: it was not confirmed within 50 ms");
	}

	@Test
	void anImportThatIsInterruptedEnds() {
		StuckJournal journal = new StuckJournal();
		use((builder) -> builder.journal(() -> journal));
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread importing = new Thread(() -> {
			try {
				this.server.importFrom(this.file);
			}
			catch (StateFileException ex) {
				interrupted.complete(Thread.currentThread().isInterrupted() && ex.getMessage().contains("interrupted"));
			}
		});
		importing.start();
		await().until(() -> journal.status().waiting() == 3);

		importing.interrupt();

		assertThat(interrupted.join()).isTrue();
	}

}
