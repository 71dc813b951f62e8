// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every block of the documentation works as it stands when a reader copies it, and every
 * link resolves. The rules:
 * <ul>
 * <li>A Java block is a whole source file for Java 17: its imports, all of them used,
 * then at least one type. It is compiled as it stands; nothing is added, no import and no
 * class around it. It may use types from blocks above it on the same page, as if the
 * reader had pasted both into one package, but nothing else of them. A block may declare
 * a type of an earlier block again.
 * <li>A YAML block is an {@code application.yml}. Every property exists and its value
 * fits. A block that begins with {@code services:} is for Docker Compose and only parsed.
 * A property with a value in the text, such as <code>`sodp.server.enabled=true`</code>,
 * exists and fits, too.
 * <li>An XML block is part of a {@code pom.xml}. Each dependency is a module of this
 * build in its version, or managed by Spring Boot and then without a version.
 * <li>A link within the project leads to an existing file and, if it names one, to an
 * existing heading.
 * </ul>
 */
class DocumentationTests {

	static Stream<Page> pages() throws IOException {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaBlocksCompileAsTheyStand(Page page, @TempDir Path classes) {
		assertThat(new JavaBlocks(page.blocks("java")).problems(classes)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesExist(Page page) throws Exception {
		PropertyCheck check = new PropertyCheck();
		List<String> problems = new ArrayList<>();
		for (Block block : page.blocks("yaml")) {
			for (PropertySource<?> properties : load(block)) {
				check.problems(properties).forEach((problem) -> problems.add(block.problem(problem)));
			}
		}
		for (String code : page.inlineCode()) {
			if (code.matches("(sodp|spring|management|server)\\.[\\w.<>-]+=\\S+")) {
				String[] property = code.replaceAll("[<>]", "").split("=", 2);
				problems.addAll(check.problems(new MapPropertySource(code, Map.of(property[0], property[1]))));
			}
		}
		assertThat(problems).isEmpty();
	}

	private static List<PropertySource<?>> load(Block block) throws IOException {
		List<PropertySource<?>> documents = new YamlPropertySourceLoader().load(block.page(),
				new ByteArrayResource(block.text().getBytes(StandardCharsets.UTF_8)));
		return block.text().startsWith("services:") ? List.of() : documents;
	}

	@ParameterizedTest
	@MethodSource("pages")
	void dependenciesExist(Page page) throws Exception {
		DependencyCheck check = new DependencyCheck(Path.of(System.getProperty("spring-boot.dependencies")));
		List<String> problems = new ArrayList<>();
		for (Block block : page.blocks("xml")) {
			check.problems(block.text()).forEach((problem) -> problems.add(block.problem(problem)));
		}
		assertThat(problems).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Page page) {
		assertThat(page.brokenLinks()).isEmpty();
	}

}
