// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing knows about the values of injected states.
 */
class SodpStateAotProcessorTests {

	private RuntimeHints hints;

	@BeforeEach
	void process() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(InConstructor.class, InFields.class, Subclass.class, BeanMethods.class);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			this.hints = generation.getRuntimeHints();
		}
	}

	private void assertReadable(Class<? extends Record> type) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type.getDeclaredMethod("points")))
			.accepts(this.hints);
	}

	@Test
	void theValueOfAConstructorParameterMayBeRead() throws Exception {
		assertReadable(OfConstructor.class);
	}

	record OfConstructor(int points) {
	}

	static class InConstructor {

		InConstructor(@SodpKey("a") SodpState<OfConstructor> state) {
			assertThat(state).isNotNull();
		}

	}

	@Test
	void theElementsOfAListInAFieldMayBeRead() throws Exception {
		assertReadable(OfList.class);
	}

	record OfList(int points) {
	}

	@Test
	void theValueOfAnOptionalStateMayBeRead() throws Exception {
		assertReadable(OfOptional.class);
	}

	record OfOptional(int points) {
	}

	static class InFields {

		@Autowired
		@SodpKey("a")
		SodpState<List<OfList>> list;

		@Autowired
		@SodpKey("a.*")
		SodpState<Map<String, OfPrefix>> prefix;

		@Autowired
		@SodpKey("a")
		Optional<SodpState<OfOptional>> optional;

	}

	@Test
	void aTypeThatASubclassSaysMayBeRead() throws Exception {
		assertReadable(OfSubclass.class);
	}

	record OfSubclass(int points) {
	}

	abstract static class Parent<T> {

		@Autowired
		@SodpKey("a")
		SodpState<T> state;

	}

	static class Subclass extends Parent<OfSubclass> {

	}

	@Test
	void theValueOfABeanMethodsParameterMayBeRead() throws Exception {
		assertReadable(OfBeanMethod.class);
	}

	record OfBeanMethod(int points) {
	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethods {

		@Bean
		String view(@SodpKey("a") SodpState<OfBeanMethod> state) {
			return state.key();
		}

	}

	@Test
	void theValuesOfTheKeysWithAPrefixMayBeRead() throws Exception {
		assertReadable(OfPrefix.class);
	}

	record OfPrefix(int points) {
	}

	@Test
	void whatIsNotInjectedNeedsNoHint() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Unused.class.getDeclaredMethod("points")))
			.rejects(this.hints);
	}

	record Unused(int points) {
	}

}
