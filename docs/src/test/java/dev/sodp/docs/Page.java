// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page of the documentation.
 *
 * @param file where it is
 * @param text what it says
 */
record Page(Path file, String text) {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern FENCED = Pattern.compile("^```(\\w*)\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

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

	static Page of(Path file) {
		try {
			return new Page(file, Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The part of this page below a heading, up to the next heading of its level. */
	Page section(String heading) {
		int start = this.text.indexOf("\n## " + heading + "\n") + 1;
		if (start == 0) {
			throw new IllegalArgumentException(this + " has no section '" + heading + "'");
		}
		int end = this.text.indexOf("\n## ", start);
		return new Page(this.file, this.text.substring(start, (end != -1) ? end : this.text.length()));
	}

	List<Block> blocks(String language) {
		return FENCED.matcher(this.text)
			.results()
			.map(this::block)
			.filter((block) -> block.language().equals(language))
			.toList();
	}

	private Block block(MatchResult match) {
		int line = 1 + (int) this.text.substring(0, match.start(2)).lines().count();
		return new Block(toString(), line, match.group(1), match.group(2));
	}

	/** Texts in back-ticks, outside blocks. */
	List<String> inlineCode() {
		return INLINE.matcher(prose()).results().map((code) -> code.group(1)).toList();
	}

	/** Links to files of the project that are not there, and to headings that are not. */
	List<String> brokenLinks() {
		return LINK.matcher(INLINE.matcher(prose()).replaceAll(""))
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !isFound(link))
			.map((link) -> this + ": " + link)
			.toList();
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
		return HEADING.matcher(prose()).results().map((heading) -> anchor(heading.group(1))).anyMatch(anchor::equals);
	}

	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
	}

	private String prose() {
		return FENCED.matcher(this.text).replaceAll("");
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.file).toString();
	}

}
