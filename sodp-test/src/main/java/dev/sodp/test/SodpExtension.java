// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * JUnit extension that runs a {@link SodpTestServer}. Registered by {@link EmbeddedSodp},
 * which describes its behavior, or, to build the server in code, in a static field:
 * <pre class="code">
 * &#064;RegisterExtension
 * static final SodpExtension sodp = SodpExtension
 * 	.with(SodpTestServer.builder().customize((server) -&gt; server.writesPerSecond(5)));
 * </pre>
 *
 * A server that is built in code is not connected to an application context.
 */
public final class SodpExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback,
		TestInstancePostProcessor, ParameterResolver {

	private static final String CHECKPOINT = "checkpoint";

	private static final String INJECTED = "injected";

	private final @Nullable SodpTestServerBuilder builder;

	private final Namespace namespace;

	/** Used by JUnit. */
	SodpExtension() {
		this(null);
	}

	private SodpExtension(@Nullable SodpTestServerBuilder builder) {
		this.builder = builder;
		// All of the instances that JUnit creates for one annotation share a server.
		this.namespace = (builder != null) ? Namespace.create(SodpExtension.class, this)
				: Namespace.create(SodpExtension.class);
	}

	/**
	 * Creates an extension that runs a server built in code.
	 * @param builder builds the server
	 * @return an extension to register in a static field, for one server for all tests of
	 * the class, or in an instance field, for one server per test
	 */
	public static SodpExtension with(SodpTestServerBuilder builder) {
		return new SodpExtension(builder);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		if (!isSpringManaged(context)) {
			server(context);
		}
		List<Field> fields = fields(context.getRequiredTestClass(), null);
		// With Spring, this loads the context earlier than necessary, so only do it if
		// there is a field to set.
		fields.forEach((field) -> set(field, null, server(context)));
		store(context).put(INJECTED, fields);
	}

	@Override
	public void postProcessTestInstance(Object testInstance, ExtensionContext context) {
		fields(testInstance.getClass(), testInstance).forEach((field) -> set(field, testInstance, server(context)));
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (!annotation(context).map(EmbeddedSodp::reset).orElse(true)) {
			return;
		}
		SodpTestServer server = server(context);
		Store ofClass = store(classOf(context));
		Checkpoint checkpoint = ofClass.get(context.getRequiredTestClass(), Checkpoint.class);
		if (checkpoint != null && checkpoint.isOf(server)) {
			// The application may have continued to write after the previous test ended.
			checkpoint.restoreState();
		}
		else {
			checkpoint = Checkpoint.now(server);
			ofClass.put(context.getRequiredTestClass(), checkpoint);
		}
		store(context).put(CHECKPOINT, checkpoint);
	}

	private static ExtensionContext classOf(ExtensionContext context) {
		ExtensionContext outer = context;
		while (outer.getTestMethod().isPresent()) {
			outer = outer.getParent().orElseThrow();
		}
		return outer;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Checkpoint checkpoint = store(context).remove(CHECKPOINT, Checkpoint.class);
		if (checkpoint != null) {
			checkpoint.restore();
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		// Otherwise static fields of a base class would keep the server of the previous
		// class.
		List<?> fields = store(context).remove(INJECTED, List.class);
		if (fields != null) {
			fields.forEach((field) -> set((Field) field, null, null));
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == SodpTestServer.class
				&& !(isSpringManaged(context) && SpringTests.resolves(parameter, context));
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server(context);
	}

	private SodpTestServer server(ExtensionContext context) {
		if (isSpringManaged(context)) {
			return SpringTests.server(context);
		}
		return store(context).computeIfAbsent(SodpTestServer.class, (same) -> start(context), SodpTestServer.class);
	}

	private SodpTestServer start(ExtensionContext context) {
		if (this.builder != null) {
			return this.builder.start();
		}
		SodpTestServerBuilder annotated = SodpTestServer.builder();
		annotation(context).ifPresent((annotation) -> annotated.port(annotation.port())
			.requireToken(annotation.requireToken())
			.customizedBy(List.of(annotation.customizers())));
		return annotated.start();
	}

	private boolean isSpringManaged(ExtensionContext context) {
		return this.builder == null && SpringTests.runs(context);
	}

	private Optional<EmbeddedSodp> annotation(ExtensionContext context) {
		return (this.builder != null) ? Optional.empty() : AnnotationSupport
			.findAnnotation(context.getRequiredTestClass(), EmbeddedSodp.class, context.getEnclosingTestClasses());
	}

	/**
	 * Returns the store. A server in it is closed by JUnit together with the scope of the
	 * store.
	 */
	private Store store(ExtensionContext context) {
		return context.getStore(this.namespace);
	}

	private static List<Field> fields(Class<?> testClass, @Nullable Object instance) {
		List<Field> fields = new ArrayList<>();
		for (Field field : ReflectionSupport.findFields(testClass, SodpExtension::isForServer,
				HierarchyTraversalMode.TOP_DOWN)) {
			if (Modifier.isStatic(field.getModifiers()) == (instance == null) && isNull(field, instance)) {
				fields.add(field);
			}
		}
		return fields;
	}

	private static boolean isForServer(Field field) {
		return field.getType() == SodpTestServer.class && !Modifier.isFinal(field.getModifiers());
	}

	private static boolean isNull(Field field, @Nullable Object instance) {
		try {
			field.setAccessible(true);
			return field.get(instance) == null;
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void set(Field field, @Nullable Object instance, @Nullable SodpTestServer server) {
		try {
			field.set(instance, server);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
