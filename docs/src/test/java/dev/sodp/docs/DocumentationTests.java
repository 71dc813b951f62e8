// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages show compiles, and where they lead to exists.
 */
class DocumentationTests {

	static Stream<Page> pages() throws IOException {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void theJavaOfAPageCompiles(Page page, @TempDir Path classes) {
		assertThat(new Snippets(page.javaBlocks()).compile(classes)).as(page.name()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void theLinksOfAPageLeadSomewhere(Page page) {
		assertThat(page.brokenLinks()).isEmpty();
	}

}
