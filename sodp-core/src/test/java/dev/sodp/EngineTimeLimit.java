// SPDX-License-Identifier: Apache-2.0

package dev.sodp;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Ends tests of the engines that never end. A rule that is broken may turn a step into an
 * endless loop, which no interrupt stops, so each test runs on a thread of its own, which
 * is left behind. Registered for all tests of the module.
 */
public final class EngineTimeLimit implements InvocationInterceptor {

	/** Some hundred times what the slowest of these tests takes. */
	private static final Map<String, Duration> LIMITS = Map.of("dev.sodp.client.engine", Duration.ofMinutes(1),
			"dev.sodp.server.engine", Duration.ofMinutes(1), "dev.sodp.simulation", Duration.ofMinutes(15));

	/** Whoever asks for more seeds, or fuzzes for an hour, knows how long that takes. */
	private static final boolean UNLIMITED = System.getProperty("simulation.seeds") != null
			|| System.getenv("JAZZER_FUZZ") != null;

	/** Interleavings are explored by threads that are under control already. */
	private static boolean isLimited(Class<?> test) {
		return !UNLIMITED && LIMITS.containsKey(test.getPackageName())
				&& !test.getSimpleName().endsWith("InterleavingTests");
	}

	/** A test may make its engine live in a field. */
	@Override
	public <T> T interceptTestClassConstructor(Invocation<T> invocation,
			ReflectiveInvocationContext<Constructor<T>> constructor, ExtensionContext context) throws Throwable {
		return proceed(invocation, constructor);
	}

	@Override
	public void interceptBeforeEachMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		proceed(invocation, method);
	}

	@Override
	public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		proceed(invocation, method);
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		proceed(invocation, method);
	}

	private static <T> T proceed(Invocation<T> invocation, ReflectiveInvocationContext<?> called) throws Throwable {
		Class<?> test = called.getTargetClass();
		return isLimited(test) ? assertTimeoutPreemptively(LIMITS.get(test.getPackageName()), invocation::proceed)
				: invocation.proceed();
	}

}
