// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.server.access.ClaimPreset;
import dev.sodp.server.document.InvalidDocumentException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.FileUrlResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Rules in a file that is changed in all the ways in which files are changed.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadableAccessPolicyTests {

	private static final String BROKEN = "[\n  {\"key\": \"second\", \"read\": \"*\",, \"write\": \"*\"}]";

	private static final String WARNING = "The access rules from before stay in force";

	@TempDir
	private Path folder;

	private Path file;

	private ReloadableAccessPolicy policy;

	/** Rules by which everyone may read this key and no other. */
	private static String rules(String key) {
		return "[{\"key\": \"" + key + "\", \"read\": \"*\", \"write\": []}]";
	}

	@BeforeEach
	void start() throws IOException {
		this.file = this.folder.resolve("acl.json");
		Files.writeString(this.file, rules("first"));
		this.policy = open(this.file);
	}

	private static ReloadableAccessPolicy open(Path file) throws IOException {
		return new ReloadableAccessPolicy(new FileUrlResource(file.toUri().toURL()), ClaimPreset.GENERIC, Map.of());
	}

	private AccessRulesReload.Outcome poll() {
		return this.policy.poll().outcome();
	}

	private void assertInForce(String key) {
		assertThat(this.policy.canRead(null, key)).isTrue();
		for (String other : new String[] { "first", "second", "third" }) {
			assertThat(this.policy.canRead(null, other)).as(other).isEqualTo(other.equals(key));
		}
	}

	private void assertTaken(String key) {
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.CHANGING);
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.RELOADED);
		assertInForce(key);
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.UNCHANGED);
	}

	@Test
	void aFileThatIsWrittenAnewIsTaken() throws IOException {
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.UNCHANGED);
		Files.writeString(this.file, rules("second"));

		assertTaken("second");
		assertThat(this.policy.status().failure()).isNull();
	}

	@Test
	void aFileThatIsRenamedOverIsTakenEachTime() throws IOException {
		for (String key : new String[] { "second", "third" }) {
			Path next = Files.writeString(this.folder.resolve("next"), rules(key));
			Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);

			assertTaken(key);
		}
	}

	/** As Kubernetes does when a mounted ConfigMap changes. */
	@Test
	void aDirectoryThatIsSwappedByItsLinkIsTakenEachTime() throws IOException {
		Path mount = Files.createDirectory(this.folder.resolve("mount"));
		swap(mount, "..1", "first");
		Files.createSymbolicLink(mount.resolve("acl.json"), Path.of("..data", "acl.json"));
		this.policy = open(mount.resolve("acl.json"));

		swap(mount, "..2", "second");
		assertTaken("second");
		swap(mount, "..3", "third");
		assertTaken("third");
		swap(mount, "..4", "first");
		assertTaken("first");
	}

	private static void swap(Path mount, String name, String key) throws IOException {
		Path target = Files.createDirectory(mount.resolve(name));
		Files.writeString(target.resolve("acl.json"), rules(key));
		Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(name));
		Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
	}

	@Test
	void whileAFileIsWrittenSlowlyTheOldRulesStay(CapturedOutput output) throws IOException {
		byte[] content = rules("second").getBytes(StandardCharsets.UTF_8);
		Files.write(this.file, new byte[0]);
		for (byte b : content) {
			assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.CHANGING);
			assertInForce("first");
			Files.write(this.file, new byte[] { b }, StandardOpenOption.APPEND);
		}

		assertTaken("second");
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void whereTheWriterPausesTheOldRulesStayToo() throws IOException {
		String content = rules("second");
		Files.writeString(this.file, content.substring(0, 20));
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.CHANGING);
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.FAILED);
		assertInForce("first");
		Files.writeString(this.file, content);

		assertTaken("second");
		assertThat(this.policy.status().failure()).isNull();
	}

	@Test
	void aBrokenFileKeepsTheOldRulesAndIsLoggedOnceWithItsLineAndColumn(CapturedOutput output) throws IOException {
		Files.writeString(this.file, BROKEN);
		for (int i = 0; i < 5; i++) {
			poll();
			assertInForce("first");
		}

		assertThat(output).containsOnlyOnce(WARNING).contains("line 2, column 33: invalid JSON");
		assertThat(this.policy.status().failure()).startsWith("line 2, column 33: invalid JSON");
		assertThat(this.policy.status().failedSince()).isNotNull();
		assertThat(this.policy.status().rules()).isEqualTo(1);
	}

	@Test
	void aMissingFileKeepsTheOldRulesAndIsLoggedOnce(CapturedOutput output) throws IOException {
		Files.delete(this.file);
		for (int i = 0; i < 5; i++) {
			poll();
			assertInForce("first");
		}

		assertThat(output).containsOnlyOnce(WARNING);
		assertThat(this.policy.status().failure()).isEqualTo("the file does not exist");
	}

	/** An editor may delete a file before it writes it anew. */
	@Test
	void aFileThatIsMissingForAMomentIsNotReported(CapturedOutput output) throws IOException {
		Files.delete(this.file);
		poll();
		Files.writeString(this.file, rules("second"));

		assertTaken("second");
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void recoversFromABrokenFileAndAMissingOne() throws IOException {
		Files.writeString(this.file, BROKEN);
		poll();
		poll();
		Files.writeString(this.file, rules("second"));
		assertTaken("second");
		Files.delete(this.file);
		poll();
		poll();
		assertThat(this.policy.status().failure()).isNotNull();
		Files.writeString(this.file, rules("third"));
		assertTaken("third");

		assertThat(this.policy.status().failure()).isNull();
		assertThat(this.policy.status().failedSince()).isNull();
	}

	@Test
	void theOldContentIsNoChangeButEndsTheFailure() throws IOException {
		Files.delete(this.file);
		poll();
		poll();
		Files.writeString(this.file, rules("first"));

		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.CHANGING);
		assertThat(poll()).isEqualTo(AccessRulesReload.Outcome.UNCHANGED);
		assertThat(this.policy.status().failure()).isNull();
	}

	@Test
	void anotherMistakeIsLoggedToo(CapturedOutput output) throws IOException {
		Files.writeString(this.file, BROKEN);
		poll();
		poll();
		Files.writeString(this.file, "[{}]");
		poll();
		poll();

		assertThat(output).contains("invalid JSON").contains("the rule has no pattern");
	}

	@Test
	void aReloadTakesTheFileAtOnce() throws IOException {
		Files.writeString(this.file, rules("second"));

		assertThat(this.policy.reload()).isEqualTo(new AccessRulesReload(AccessRulesReload.Outcome.RELOADED, null));
		assertInForce("second");
		assertThat(this.policy.reload().outcome()).isEqualTo(AccessRulesReload.Outcome.UNCHANGED);
	}

	@Test
	void aReloadOfABrokenFileSaysWhereEachTime() throws IOException {
		Files.writeString(this.file, BROKEN);
		for (int i = 0; i < 2; i++) {
			AccessRulesReload reload = this.policy.reload();

			assertThat(reload.outcome()).isEqualTo(AccessRulesReload.Outcome.FAILED);
			assertThat(reload.failure()).startsWith("line 2, column 33: ");
		}
		assertInForce("first");
	}

	@Test
	void aDirectoryInPlaceOfTheFileKeepsTheOldRules() throws IOException {
		Files.delete(this.file);
		Files.createDirectory(this.file);

		assertThat(this.policy.reload().outcome()).isEqualTo(AccessRulesReload.Outcome.FAILED);
		assertInForce("first");
	}

	/**
	 * Whatever the file says in between, {@code always} is granted and {@code never} is
	 * not.
	 */
	@Test
	void thereIsNoMomentWithoutRules() throws Exception {
		String both = ", \"read\": \"*\", \"write\": []}, {\"key\": \"always\", \"read\": \"*\", \"write\": []}]";
		Files.writeString(this.file, "[{\"key\": \"first\"" + both);
		this.policy = open(this.file);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Boolean> steady = CompletableFuture.supplyAsync(() -> {
			boolean right = true;
			while (!done.get()) {
				right &= this.policy.canRead(null, "always") && !this.policy.canRead(null, "never");
			}
			return right;
		});
		for (int i = 0; i < 200; i++) {
			Files.writeString(this.file, "[{\"key\": \"k" + i + "\"" + both);
			this.policy.reload();
			Files.writeString(this.file, BROKEN);
			this.policy.reload();
			Files.delete(this.file);
			this.policy.reload();
		}
		done.set(true);

		assertThat(steady.get(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.policy.canRead(null, "k199")).isTrue();
	}

	@Test
	void whatTheFileContainsWithoutEffectIsLogged(CapturedOutput output) throws IOException {
		Files.writeString(this.file, "{\"rules\": [], \"comment\": \"x\"}");
		this.policy.reload();

		assertThat(output).contains("line 1, column 26: The ACL file has a member 'comment'");
	}

	@Test
	void withoutAFileToStartWithThereIsNoPolicy() {
		assertThatIOException()
			.isThrownBy(() -> new ReloadableAccessPolicy(new FileSystemResource(this.folder.resolve("none")),
					ClaimPreset.GENERIC, Map.of()))
			.withMessage("the file does not exist");
	}

	@Test
	void withABrokenFileToStartWithThereIsNoPolicy() throws IOException {
		Files.writeString(this.file, BROKEN);

		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> open(this.file))
			.withMessageStartingWith("line 2, column 33: ");
	}

}
