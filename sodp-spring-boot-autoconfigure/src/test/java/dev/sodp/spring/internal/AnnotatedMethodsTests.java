// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnotatedMethods}.
 */
class AnnotatedMethodsTests {

	private final List<String> lookedAt = new ArrayList<>();

	private final AnnotatedMethods<Wanted> methods = new AnnotatedMethods<>(List.of(Wanted.class), (method) -> {
		this.lookedAt.add(method.getName());
		return AnnotatedElementUtils.findMergedAnnotation(method, Wanted.class);
	});

	@Test
	void findsDirectComposedAndInheritedAnnotations() {
		assertThat(this.methods.find(Annotated.class).keySet()).extracting(Method::getName)
			.containsExactlyInAnyOrder("direct", "composed", "ofSuperclass", "ofInterface", "ofSuperInterface",
					"ofDefaultMethod");
	}

	@Test
	void findsWhatIsAnnotatedOnlyInAnInterfaceOfAnInterface() {
		assertThat(this.methods.find(Indirect.class).keySet()).extracting(Method::getName)
			.containsExactly("ofSuperInterface");
	}

	@Test
	void doesNotLookAtMethodsOfClassesWithNothingButAnnotationsOfSpring() {
		assertThat(this.methods.find(Configuration.class)).isEmpty();
		assertThat(this.lookedAt).isEmpty();
	}

	@Test
	void looksAtClassesThatMixAnnotations() {
		assertThat(this.methods.find(Mixed.class).keySet()).extracting(Method::getName).containsExactly("wanted");
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Wanted {

	}

	@Wanted
	@Retention(RetentionPolicy.RUNTIME)
	@interface Composed {

	}

	interface SuperSuperContract {

		@Wanted
		void ofSuperInterface();

	}

	interface Contract extends SuperSuperContract {

		@Wanted
		void ofInterface();

	}

	interface SuperContract {

		@Wanted
		default void ofDefaultMethod() {
		}

	}

	static class Base implements SuperContract {

		@Wanted
		void ofSuperclass() {
		}

	}

	static class Annotated extends Base implements Contract {

		@Wanted
		void direct() {
		}

		@Composed
		void composed() {
		}

		@Override
		public void ofInterface() {
		}

		@Override
		public void ofSuperInterface() {
		}

		void plain() {
		}

	}

	interface Empty extends SuperSuperContract {

	}

	static class Indirect implements Empty {

		@Override
		public void ofSuperInterface() {
		}

	}

	static class Configuration {

		@Bean
		String one() {
			return "one";
		}

		@Deprecated
		String other() {
			return "other";
		}

	}

	static class Mixed {

		@Bean
		String bean() {
			return "bean";
		}

		@Wanted
		void wanted() {
		}

	}

}
