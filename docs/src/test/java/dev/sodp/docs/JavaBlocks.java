// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Java blocks of a page, pasted one after the other into one package. Nothing is
 * added to a block: it is the whole file.
 */
final class JavaBlocks {

	private static final Pattern TYPE = Pattern.compile(
			"^(?:(?:public|abstract|final|sealed) )*(?:class|interface|record|enum|@interface) (\\w+)",
			Pattern.MULTILINE);

	private static final Pattern IMPORT = Pattern.compile("^import (?:static )?[\\w.]+\\.(\\w+);$", Pattern.MULTILINE);

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	private final List<Block> blocks;

	private final String header;

	JavaBlocks(List<Block> blocks) {
		this(blocks, "");
	}

	private JavaBlocks(List<Block> blocks, String header) {
		this.blocks = blocks;
		this.header = header;
	}

	/** The same blocks in a named package, as Spring scans no other. */
	JavaBlocks inPackage(String name) {
		return new JavaBlocks(this.blocks, "package " + name + "; ");
	}

	/** Compiles each block beside those above it; returns what is wrong with them. */
	List<String> problems(Path classes) {
		List<String> problems = new ArrayList<>();
		try (StandardJavaFileManager files = this.compiler.getStandardFileManager(null, null, null)) {
			for (Block block : this.blocks) {
				problems.addAll(unusedImports(block));
				problems.addAll(compile(block, files, classes));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return problems;
	}

	private List<String> compile(Block block, StandardJavaFileManager files, Path classes) {
		Matcher type = TYPE.matcher(block.text());
		if (!type.find()) {
			return List.of(block.problem("declares no type, so it is no file that a reader can paste"));
		}
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		List<String> options = List.of("--release", "17", "-d", classes.toString(), "-cp",
				System.getProperty("java.class.path") + File.pathSeparator + classes, "-parameters", "-proc:none",
				"-Xlint:deprecation,removal,rawtypes,unchecked");
		this.compiler
			.getTask(null, files, problems, options, null,
					List.of(new Source(type.group(1), this.header + block.text())))
			.call();
		return problems.getDiagnostics()
			.stream()
			.map((problem) -> block.problem(problem.getLineNumber(), problem.getMessage(Locale.ENGLISH)))
			.toList();
	}

	private static List<String> unusedImports(Block block) {
		String code = IMPORT.matcher(block.text()).replaceAll("");
		return IMPORT.matcher(block.text())
			.results()
			.map((MatchResult line) -> line.group(1))
			.filter((name) -> !Pattern.compile("\\b" + name + "\\b").matcher(code).find())
			.map((name) -> block.problem("imports " + name + " and does not use it"))
			.toList();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		private Source(String name, String code) {
			super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
			this.code = code;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

	}

}
