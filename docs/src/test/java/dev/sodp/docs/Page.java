// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page of the documentation.
 *
 * @param file where it is
 * @param text what it says
 */
record Page(Path file, String text) {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern CODE = Pattern.compile("^```.*?^```|`[^`\\n]+`", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	static Stream<Page> all() throws IOException {
		List<Path> files = new ArrayList<>();
		for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
			try (Stream<Path> content = Files.list(folder)) {
				content.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(files::add);
			}
		}
		return files.stream().map(Page::of);
	}

	private static Page of(Path file) {
		try {
			return new Page(file, Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.file.getFileName().toString().replace(".md", "");
	}

	List<String> javaBlocks() {
		return BLOCK.matcher(this.text).results().map((block) -> block.group(1)).toList();
	}

	/** Links to files of the project that are not there, and to headings that are not. */
	List<String> brokenLinks() {
		Matcher links = LINK.matcher(CODE.matcher(this.text).replaceAll(""));
		return links.results().map((link) -> link.group(1)).filter((link) -> !isFound(link)).toList();
	}

	private boolean isFound(String link) {
		if (link.matches("[a-z]+:.*")) {
			return true;
		}
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? this.file : this.file.resolveSibling(parts[0]).normalize();
		return Files.exists(target) && (parts.length == 1 || of(target).hasHeading(parts[1]));
	}

	private boolean hasHeading(String anchor) {
		return HEADING.matcher(this.text)
			.results()
			.map((heading) -> heading.group(1).toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
			.anyMatch(anchor::equals);
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.file).toString();
	}

}
