// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.server.journal.shared.LogEntry;
import dev.sodp.server.journal.shared.Position;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How the log is read. */
class LogOutputTests {

	private static LogPage page(long after, List<String> entries) {
		LogOutput output = new LogOutput(after, (key) -> !key.startsWith("other"));
		List<String> lines = new ArrayList<>(List.of("*1", "*2", "$3", "log", "*" + entries.size()));
		lines.addAll(entries.stream().flatMap(String::lines).toList());
		FakeServer.decode(output, lines.toArray(String[]::new));
		assertThat(output.count()).isEqualTo(entries.size());
		return output.get();
	}

	private static String entry(long number, String... fields) {
		StringBuilder lines = new StringBuilder("*2\n" + bulk(number + "-0") + "*" + fields.length + "\n");
		for (String field : fields) {
			lines.append(bulk(field));
		}
		return lines.toString();
	}

	private static String bulk(String text) {
		return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n";
	}

	@Test
	void whenKeyMattersThenItsEntryIsRead() {
		LogPage page = page(6, List.of(entry(7, "k", "kéy", "p", "before", "t", "now", "d", "data")));

		assertThat(page.entries()).hasSize(1);
		LogEntry entry = page.entries().get(0);
		assertThat(entry.key()).isEqualTo("kéy");
		assertThat(entry.previousTag()).isEqualTo("before");
		assertThat(entry.position()).isEqualTo(new Position(7, "now"));
		assertThat(entry.change()).asString(StandardCharsets.UTF_8).isEqualTo("data");
		assertThat(page.last()).isEqualTo(7);
		assertThat(page.complete()).isTrue();
	}

	@Test
	void whenKeyDoesNotMatterThenOnlyItsNumberIsRead() {
		LogPage page = page(6, List.of(entry(7, "k", "other", "p", "", "t", "now", "d", "data")));

		assertThat(page.entries()).isEmpty();
		assertThat(page.last()).isEqualTo(7);
	}

	@Test
	void whenEntryHasNoDataThenNoneIsTakenFromTheOneBefore() {
		LogPage page = page(6, List.of(entry(7, "k", "a", "p", "", "t", "now", "d", "data"),
				entry(8, "k", "b", "p", "", "t", "then"), entry(9, "k", "c", "p", "", "t", "later", "future", "x")));

		assertThat(page.entries()).extracting(LogEntry::key).containsExactly("a", "b", "c");
		assertThat(page.entries().get(1).change()).isNull();
		assertThat(page.entries().get(2).change()).isNull();
		assertThat(page.complete()).isTrue();
	}

	@Test
	void whenNumberIsMissingThenPageIsNotComplete() {
		assertThat(page(5, List.of(entry(7, "k", "other", "p", "", "t", "now"))).complete()).isFalse();
		assertThat(page(6, List.of(entry(7, "k", "a", "p", "", "t", "x"), entry(9, "k", "a", "p", "x", "t", "y")))
			.complete()).isFalse();
	}

	@Test
	void whenCounterWasRaisedThenEntrySaysThatNoneIsMissing() {
		assertThat(page(6, List.of(entry(90, "k", "a", "p", "", "t", "x", "b", "6"))).complete()).isTrue();
		assertThat(page(5, List.of(entry(90, "k", "a", "p", "", "t", "x", "b", "6"))).complete()).isFalse();
	}

	@Test
	void whenNothingIsKnownThenNothingIsMissing() {
		assertThat(page(0, List.of(entry(7, "k", "a", "p", "", "t", "x"))).complete()).isTrue();
	}

	@Test
	void whenThereIsNothingThenPageIsEmpty() {
		LogOutput output = new LogOutput(7, (key) -> true);

		FakeServer.decode(output, "*-1");

		assertThat(output.get()).isEqualTo(new LogPage(List.of(), 7, true));
	}

}
