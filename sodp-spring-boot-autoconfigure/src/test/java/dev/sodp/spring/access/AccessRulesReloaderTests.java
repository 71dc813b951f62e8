// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import dev.sodp.server.access.ClaimPreset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

/**
 * When the server is asked to check its subscriptions.
 */
class AccessRulesReloaderTests {

	private static final Duration SHORT = Duration.ofMillis(20);

	@TempDir
	private Path folder;

	private final AtomicInteger rechecks = new AtomicInteger();

	private Path file;

	private ReloadableAccessPolicy policy;

	private AccessRulesReloader reloader;

	@BeforeEach
	void prepare() throws IOException {
		this.file = Files.writeString(this.folder.resolve("acl.json"), "[]");
		this.policy = new ReloadableAccessPolicy(new FileSystemResource(this.file), ClaimPreset.GENERIC, Map.of());
		this.reloader = reloader(Duration.ZERO, () -> 3);
	}

	@AfterEach
	void stop() {
		this.reloader.stop();
	}

	private AccessRulesReloader reloader(Duration interval, IntSupplier recheck) {
		return new AccessRulesReloader(this.policy, () -> {
			this.rechecks.incrementAndGet();
			return recheck.getAsInt();
		}, interval);
	}

	private void write(String rules) throws IOException {
		Files.writeString(this.file, rules);
	}

	@Test
	void newRulesAreCheckedOnce() throws IOException {
		write("[ ]");

		assertThat(this.reloader.reload().ended()).isEqualTo(3);
		assertThat(this.reloader.reload().ended()).isZero();
		assertThat(this.rechecks).hasValue(1);
	}

	@Test
	void aBrokenOrMissingFileEndsNothing() throws IOException {
		write("[{]");
		this.reloader.reload();
		Files.delete(this.file);
		AccessRulesReloader.Result result = this.reloader.reload();

		assertThat(result.reload().outcome()).isEqualTo(AccessRulesReload.Outcome.FAILED);
		assertThat(this.rechecks).hasValue(0);
	}

	@Test
	void aCheckThatFailedIsRepeated() throws IOException {
		this.reloader = reloader(Duration.ZERO, () -> {
			if (this.rechecks.get() == 1) {
				throw new IllegalStateException("Expected");
			}
			return 2;
		});
		write("[ ]");

		assertThatIllegalStateException().isThrownBy(this.reloader::reload);
		assertThat(this.reloader.reload().ended()).isEqualTo(2);
	}

	@Test
	void looksAtTheFileByItselfWhateverGoesWrong() throws IOException {
		this.reloader = reloader(SHORT, () -> {
			if (this.rechecks.get() == 1) {
				throw new IllegalStateException("Expected");
			}
			return 0;
		});
		this.reloader.start();
		write("[ ]");
		await().untilAtomic(this.rechecks, is(2));
		write("broken");
		await().until(() -> this.policy.status().failure() != null);
		Files.delete(this.file);
		await().until(() -> "the file does not exist".equals(this.policy.status().failure()));
		write("[  ]");

		await().untilAtomic(this.rechecks, is(3));
		assertThat(this.policy.status().failure()).isNull();
	}

	@Test
	void canBeStoppedAndStartedAgain() throws IOException {
		this.reloader = reloader(SHORT, () -> 0);
		this.reloader.start();
		assertThat(this.reloader.isRunning()).isTrue();
		this.reloader.stop();
		assertThat(this.reloader.isRunning()).isFalse();
		this.reloader.start();
		write("[ ]");

		await().untilAtomic(this.rechecks, is(1));
	}

	@Test
	void withoutAnIntervalItNeverLooks() {
		this.reloader.start();

		assertThat(this.reloader.isRunning()).isFalse();
	}

}
