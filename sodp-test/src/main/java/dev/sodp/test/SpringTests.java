// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.support.TestConstructorUtils;

/**
 * Integration with tests that Spring runs. Everything that {@link SodpExtension} knows
 * about Spring is here; only {@link #runs} may be called if Spring is absent.
 */
final class SpringTests {

	private static final String SPRING_EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

	private SpringTests() {
	}

	/**
	 * Returns whether Spring runs the tests of a class.
	 * @param context context of the class or of something in it
	 * @return true if the class or an enclosing one is extended by Spring
	 */
	static boolean runs(ExtensionContext context) {
		List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
		context.getTestClass().ifPresent(classes::add);
		return classes.stream()
			.flatMap((type) -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
			.flatMap((annotation) -> Arrays.stream(annotation.value()))
			.anyMatch((extension) -> extension.getName().equals(SPRING_EXTENSION));
	}

	/**
	 * Returns the server of the application context, loading the context if necessary.
	 * @param context context of the test
	 * @return the bean
	 */
	static SodpTestServer server(ExtensionContext context) {
		return SpringExtension.getApplicationContext(context).getBean(SodpTestServer.class);
	}

	/**
	 * Returns whether Spring itself resolves a parameter, since JUnit does not allow two
	 * resolvers.
	 * @param parameter the parameter
	 * @param context context of the test
	 * @return true if the parameter is to be left to Spring
	 */
	static boolean resolves(ParameterContext parameter, ExtensionContext context) {
		return TestConstructorUtils.isAutowirableConstructor(parameter.getDeclaringExecutable(),
				(name) -> context.getConfigurationParameter(name).orElse(null))
				|| ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex());
	}

}
