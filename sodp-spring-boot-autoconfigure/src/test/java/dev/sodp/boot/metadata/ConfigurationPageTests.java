// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The property table of {@code docs/configuration.md} is made from the metadata. With
 * {@code -Dsodp.docs.write=true} this test writes it instead of comparing it.
 */
class ConfigurationPageTests {

	private static final String BEGIN = "<!-- properties: begin, generated -->\n";

	private static final String END = "<!-- properties: end -->";

	private static final Path PAGE = Path.of(System.getProperty("basedir", "")).resolve("../docs/configuration.md");

	@Test
	void theTableIsThatOfTheMetadata() throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END);
		String table = "\n" + new PropertyTable(ConfigurationMetadata.read()).markdown();
		if (Boolean.getBoolean("sodp.docs.write")) {
			Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
		}
		else {
			assertThat(page.substring(begin, end))
				.as("table of docs/configuration.md; CONTRIBUTING.md says how to write it anew")
				.isEqualTo(table);
		}
	}

}
