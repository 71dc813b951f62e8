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
 * Tests that Spring runs. All that {@link SodpExtension} knows of Spring; only
 * {@link #runs} may be called where there is no Spring.
 */
final class SpringTests {

	private static final String SPRING_EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

	private SpringTests() {
	}

	/**
	 * Whether Spring runs the tests of a class.
	 * @param context context of the class or of something in it
	 * @return true if the class or one around it is extended by Spring
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
	 * The server of the application context, which is loaded if need be.
	 * @param context context of the test
	 * @return the bean
	 */
	static SodpTestServer server(ExtensionContext context) {
		return SpringExtension.getApplicationContext(context).getBean(SodpTestServer.class);
	}

	/**
	 * Whether Spring itself supplies a parameter. JUnit does not let two do that.
	 * @param parameter the parameter
	 * @param context context of the test
	 * @return true if it is to be left to Spring
	 */
	static boolean resolves(ParameterContext parameter, ExtensionContext context) {
		return TestConstructorUtils.isAutowirableConstructor(parameter.getDeclaringExecutable(),
				(name) -> context.getConfigurationParameter(name).orElse(null))
				|| ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex());
	}

}
