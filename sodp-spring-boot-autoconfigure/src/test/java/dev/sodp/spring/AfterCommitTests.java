// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.WriteResult;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Writes that go with a transaction.
 */
class AfterCommitTests {

	private static final String KEY = "orders";

	private final Connected connected = new Connected();

	private final SodpServer server = this.connected.server;

	private final SodpTemplate sodp = new SodpTemplate(this.connected.client);

	private final PlatformTransactionManager manager = new RecordingTransactions();

	private final TransactionTemplate transaction = new TransactionTemplate(this.manager);

	@AfterEach
	void close() {
		this.connected.close();
	}

	private void assertDropped(CompletableFuture<?> write, String why) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(SodpNotSentException.class)
			.withMessageContaining(why);
		assertThat(this.server.get(KEY)).isEmpty();
	}

	@Test
	void nothingIsSentBeforeTheCommit() throws Exception {
		CompletableFuture<WriteResult> write = this.transaction.execute((status) -> {
			CompletableFuture<WriteResult> deferred = this.sodp.afterCommit().set(KEY, 1);
			this.sodp.setAndWait("marker", true);
			assertThat(this.server.get(KEY)).isEmpty();
			assertThat(deferred).isNotDone();
			return deferred;
		});

		assertThat(write.get(30, TimeUnit.SECONDS).version()).isPresent();
		assertThat(this.server.get(KEY)).isPresent();
	}

	@Test
	void aRollBackDropsTheWrite() {
		CompletableFuture<WriteResult> write = this.transaction.execute((status) -> {
			status.setRollbackOnly();
			return this.sodp.afterCommit().set(KEY, 1);
		});

		assertDropped(write, "rolled back");
	}

	@Test
	void anExceptionDropsTheWriteToo() {
		CompletableFuture<CompletableFuture<WriteResult>> write = new CompletableFuture<>();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				write.complete(this.sodp.afterCommit().set(KEY, 1));
				throw new IllegalStateException("no stock");
			}));

		assertDropped(write.join(), "rolled back");
	}

	@Test
	void theOrderOfTheWritesIsKept() throws Exception {
		this.server.set(KEY, List.of());
		CompletableFuture<WriteResult> last = this.transaction.execute((status) -> {
			for (int i = 0; i < 20; i++) {
				this.sodp.afterCommit().append(KEY, i);
			}
			return this.sodp.afterCommit().append(KEY, 20);
		});

		last.get(30, TimeUnit.SECONDS);
		assertThat(this.server.get(KEY).orElseThrow().value().toString())
			.isEqualTo("[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]");
	}

	@Test
	void theValueIsTheOneAtTheCommit() throws Exception {
		int[] mutable = { 1 };
		CompletableFuture<WriteResult> write = this.transaction.execute((status) -> {
			CompletableFuture<WriteResult> deferred = this.sodp.afterCommit().set(KEY, mutable);
			mutable[0] = 2;
			return deferred;
		});

		write.get(30, TimeUnit.SECONDS);
		assertThat(this.server.get(KEY).orElseThrow().value().toString()).isEqualTo("[2]");
	}

	@Test
	void withoutATransactionTheWriteIsSentAtOnce() throws Exception {
		this.sodp.afterCommit().set(KEY, 1).get(30, TimeUnit.SECONDS);

		assertThat(this.server.get(KEY)).isPresent();
	}

	@Test
	void aScopeThatOnlySynchronizesIsNoTransaction() {
		TransactionTemplate supports = new TransactionTemplate(this.manager);
		supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);

		supports.executeWithoutResult((status) -> this.sodp.afterCommit().set(KEY, 1).join());

		assertThat(this.server.get(KEY)).isPresent();
	}

	@Test
	void aNestedTransactionThatIsRolledBackDropsItsOwnWritesOnly() throws Exception {
		TransactionTemplate nested = new TransactionTemplate(this.manager);
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		List<CompletableFuture<WriteResult>> writes = this.transaction.execute((outer) -> {
			CompletableFuture<WriteResult> before = this.sodp.afterCommit().set("before", 1);
			CompletableFuture<WriteResult> inside = nested.execute((inner) -> {
				inner.setRollbackOnly();
				return this.sodp.afterCommit().set(KEY, 1);
			});
			return List.of(before, inside);
		});

		writes.get(0).get(30, TimeUnit.SECONDS);
		assertDropped(writes.get(1), "nested transaction was rolled back");
	}

	@Test
	void aWriteInTheCourseOfTheCommitIsSentToo() throws Exception {
		CompletableFuture<WriteResult> late = new CompletableFuture<>();
		this.transaction.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						AfterCommitTests.this.sodp.afterCommit()
							.set(KEY, 1)
							.whenComplete((result, failure) -> late.complete(result));
					}

				}));

		assertThat(late.get(30, TimeUnit.SECONDS).version()).isPresent();
	}

	@Test
	void aWriteThatFailsDoesNotHarmTheCommitOrTheOthers() throws Exception {
		List<CompletableFuture<WriteResult>> writes = this.transaction.execute(
				(status) -> List.of(this.sodp.afterCommit().set("no spaces", 1), this.sodp.afterCommit().set(KEY, 1)));

		writes.get(1).get(30, TimeUnit.SECONDS);
		assertThat(writes.get(0).handle((result, failure) -> failure).get(30, TimeUnit.SECONDS))
			.hasMessageContaining("400");
	}

	@Test
	void everyKindOfWriteIsDeferred() throws Exception {
		CompletableFuture<?> all = this.transaction.execute((status) -> {
			SodpWriteOperations later = this.sodp.afterCommit();
			CompletableFuture<?> writes = CompletableFuture.allOf(later.set("a", Map.of("x", 1)),
					later.patch("a", Map.of("y", 2)), later.setIn("a", "/z", 3), later.setIn("a", "/w", 5),
					later.removeIn("a", "/w"), later.presence("a", "/p", 4), later.clearPresence("a", "/p"),
					later.set("gone", 1), later.delete("gone"), later.set("b", List.of()), later.append("b", 1),
					later.append("b", 2, 1), later.call("state.set", Map.of("state", "c", "value", 9)));
			this.sodp.setAndWait("marker", true);
			assertThat(this.server.get("a")).isEmpty();
			return writes;
		});

		all.get(30, TimeUnit.SECONDS);
		assertThat(this.server.get("a").orElseThrow().value().toString()).isEqualTo("{\"x\":1,\"y\":2,\"z\":3}");
		assertThat(this.server.get("gone")).isEmpty();
		assertThat(this.server.get("b").orElseThrow().value().toString()).isEqualTo("[2]");
		assertThat(this.server.get("c").orElseThrow().value().asInt()).isEqualTo(9);
	}

	@Test
	void withoutSpringsTransactionsTheTemplateWritesAtOnce() throws Exception {
		try (HidingLoader loader = new HidingLoader()) {
			Class<?> template = loader.loadClass(SodpTemplate.class.getName());
			Object bare = template.getConstructor(loader.loadClass("dev.sodp.client.SodpClient"))
				.newInstance(this.connected.client);

			assertThat(template.getMethod("afterCommit").invoke(bare)).isSameAs(bare);
		}
	}

	/** Loads this package afresh, where there are no transactions and no Reactor. */
	private static final class HidingLoader extends URLClassLoader {

		HidingLoader() {
			super(new URL[] { SodpTemplate.class.getProtectionDomain().getCodeSource().getLocation() },
					SodpTemplate.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.transaction.") || name.startsWith("reactor.")
					|| name.startsWith("io.micrometer.")) {
				throw new ClassNotFoundException(name);
			}
			if (name.startsWith("dev.sodp.spring.")) {
				Class<?> known = findLoadedClass(name);
				return (known != null) ? known : findClass(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
