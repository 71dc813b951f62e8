// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sodp.test.EmbeddedSodp;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

import static org.assertj.core.api.Assertions.assertThat;

class StateDirectoryContextCustomizerTests {

	private static final String DIRECTORY = "sodp.server.persistence.directory";

	private static final String ENABLED = "sodp.server.persistence.enabled";

	private static final MergedContextConfiguration UNUSED = new MergedContextConfiguration(
			StateDirectoryContextCustomizerTests.class, null, null, null, null);

	private static ContextCustomizer customizer() {
		return new StateDirectoryContextCustomizerFactory().createContextCustomizer(Plain.class, List.of());
	}

	/** The context of an application that stores its state in a place of its own. */
	private static GenericApplicationContext context(String... inlined) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("application", Map.of(DIRECTORY, "/var/lib/app", ENABLED, "true")));
		TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context, inlined);
		return context;
	}

	private static Path directory(GenericApplicationContext context) {
		return Path.of(context.getEnvironment().getRequiredProperty(DIRECTORY));
	}

	@Test
	void everyContextHasADirectoryOfItsOwn() {
		try (GenericApplicationContext first = context(); GenericApplicationContext second = context()) {
			customizer().customizeContext(first, UNUSED);
			customizer().customizeContext(second, UNUSED);

			assertThat(directory(first)).isNotEqualTo(directory(second))
				.isNotEqualTo(Path.of("/var/lib/app"))
				.doesNotExist();
		}
	}

	@Test
	void theDirectoryIsRemovedWithTheContext() throws IOException {
		GenericApplicationContext context = context();
		customizer().customizeContext(context, UNUSED);
		context.refresh();
		Files.createDirectories(directory(context).resolve("below"));

		context.close();

		assertThat(directory(context)).doesNotExist();
	}

	@Test
	void whatTheTestItselfSaysCounts() {
		try (GenericApplicationContext context = context(DIRECTORY + "=/tmp/mine")) {
			customizer().customizeContext(context, UNUSED);

			assertThat(directory(context)).hasToString("/tmp/mine");
		}
	}

	@Test
	void contextsAreSharedAsBefore() {
		assertThat(customizer()).isEqualTo(customizer()).hasSameHashCodeAs(customizer());
	}

	@Test
	void withAnEmbeddedServerTheApplicationsOwnKeepsItsStateInMemory() {
		try (GenericApplicationContext context = embedded()) {
			assertThat(context.getEnvironment().getProperty(ENABLED)).isEqualTo("false");
		}
	}

	@Test
	void unlessTheTestAsksForPersistence() {
		try (GenericApplicationContext context = embedded(ENABLED + "=true")) {
			assertThat(context.getEnvironment().getProperty(ENABLED)).isEqualTo("true");
		}
	}

	private static GenericApplicationContext embedded(String... inlined) {
		GenericApplicationContext context = context(inlined);
		new EmbeddedSodpContextCustomizerFactory().createContextCustomizer(Annotated.class, List.of())
			.customizeContext(context, UNUSED);
		context.refresh();
		return context;
	}

	static class Plain {

	}

	@EmbeddedSodp
	static class Annotated {

	}

}
