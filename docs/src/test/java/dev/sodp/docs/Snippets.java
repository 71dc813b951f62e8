// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/**
 * The Java blocks of a page as one source file. Each block becomes a class that extends
 * the class of the block before it, so that it knows what the page has declared so far
 * and may declare another version of it. A block is either members of a class, types
 * included, or statements; imports may come first.
 */
final class Snippets {

	private static final String PRELUDE = """
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import dev.sodp.boot.*;
			import dev.sodp.client.*;
			import dev.sodp.server.*;
			import dev.sodp.spring.*;
			import dev.sodp.spring.presence.*;
			import dev.sodp.spring.watch.*;
			import dev.sodp.state.DeltaOp;
			import dev.sodp.test.*;
			import dev.sodp.test.spring.*;
			import org.jspecify.annotations.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.test.context.*;
			import org.springframework.context.annotation.*;
			import org.springframework.messaging.handler.annotation.*;
			import org.springframework.stereotype.*;
			import org.springframework.web.bind.annotation.*;
			import tools.jackson.databind.JsonNode;
			""";

	private static final String FIELDS = """
			abstract class Snippet0 {
				SodpClient client;
				SodpTemplate sodp;
				SodpServer server;
			}
			""";

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	private final String source;

	Snippets(List<String> blocks) {
		List<String> imports = new ArrayList<>();
		StringBuilder classes = new StringBuilder(FIELDS);
		for (int i = 0; i < blocks.size(); i++) {
			String block = blocks.get(i);
			block.lines().filter(Snippets::isImport).forEach(imports::add);
			String body = block.lines().filter((line) -> !isImport(line)).collect(Collectors.joining("\n"));
			classes.append("abstract class Snippet%d extends Snippet%d {\n%s\n}\n".formatted(i + 1, i, members(body)));
		}
		this.source = PRELUDE + String.join("\n", imports) + "\n" + classes;
	}

	private static boolean isImport(String line) {
		return line.startsWith("import ");
	}

	private String members(String body) {
		return isParsed("class Snippet {\n" + body + "\n}") ? body : "void run() throws Exception {\n" + body + "\n}";
	}

	private boolean isParsed(String code) {
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		try {
			((JavacTask) this.compiler.getTask(null, null, problems, null, null, List.of(new Source(code)))).parse();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return problems.getDiagnostics().isEmpty();
	}

	/** Compiles all blocks; returns what the compiler says, empty if nothing. */
	String compile(Path classes) {
		StringWriter output = new StringWriter();
		List<String> options = List.of("-d", classes.toString(), "-parameters", "-proc:none", "-Xlint:deprecation");
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		this.compiler.getTask(output, null, problems, options, null, List.of(new Source(this.source))).call();
		return problems.getDiagnostics()
			.stream()
			.map((problem) -> problem.getMessage(Locale.ENGLISH) + "\n\tin: " + line(problem.getLineNumber()))
			.collect(Collectors.joining("\n")) + output;
	}

	private String line(long number) {
		return (number > 0) ? this.source.lines().skip(number - 1).findFirst().orElse("").strip() : "";
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		private Source(String code) {
			super(URI.create("string:///Snippet.java"), Kind.SOURCE);
			this.code = code;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

	}

}
