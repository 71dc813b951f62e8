// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.internal.MethodNames;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.internal.MissedAdvice;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.Validator;

/**
 * Adds the methods annotated with {@link SodpMethod} to a server. Thread-safe.
 */
public final class SodpMethodRegistry {

	private final SodpServer server;

	private final ConfigurableListableBeanFactory beanFactory;

	private final boolean validating;

	/**
	 * Created for the first method, because most of the classes it needs are loaded for
	 * it alone.
	 */
	private final SingletonSupplier<CallFactory> calls;

	private final SingletonSupplier<List<SodpMethodInterceptor>> interceptors;

	private final SingletonSupplier<MissedAdvice> advice;

	private final ReentrantLock lock = new ReentrantLock();

	/** Descriptions of the methods by name. */
	private final Map<String, String> methods = new LinkedHashMap<>();

	/**
	 * Creates a registry.
	 * @param server the server that clients are connected to
	 * @param mapper converts arguments to parameter types, and results to trees
	 * @param validator validates arguments of annotated parameters, or null if there is
	 * none
	 * @param beanFactory resolves placeholders, and provides the
	 * {@link SodpMethodInterceptor}s when the first method is registered
	 */
	public SodpMethodRegistry(SodpServer server, JsonMapper mapper, @Nullable Validator validator,
			ConfigurableListableBeanFactory beanFactory) {
		this.server = Objects.requireNonNull(server, "server must not be null");
		Objects.requireNonNull(mapper, "mapper must not be null");
		this.beanFactory = Objects.requireNonNull(beanFactory, "beanFactory must not be null");
		this.validating = validator != null;
		this.calls = SingletonSupplier.of(() -> new CallFactory(mapper, validator, beanFactory));
		this.interceptors = SingletonSupplier
			.of(() -> this.beanFactory.getBeanProvider(SodpMethodInterceptor.class).orderedStream().toList());
		this.advice = SingletonSupplier.of(() -> new MissedAdvice(beanFactory));
	}

	/**
	 * Adds a method.
	 * @throws InvalidSodpMethodException if no call of the method could ever succeed, or
	 * its name is taken
	 */
	void register(ServedMethod method) {
		checkName(method);
		CallTarget target = this.calls.obtain().create(method);
		new MethodSignature(method, target.getMethodParameters(), this.validating).check();
		String missed = this.advice.obtain().find(method.bean(), method.beanClass(), method.method());
		if (missed != null) {
			throw method.invalid(
					"the bean has no proxy that applies '" + missed
							+ "', because it was created before beans are wrapped in proxies",
					"Do not inject the bean into a BeanPostProcessor or BeanFactoryPostProcessor, or move the method to"
							+ " another bean");
		}
		InterceptedCalls handler = new InterceptedCalls(target, this.interceptors.obtain());
		this.lock.lock();
		try {
			String other = this.methods.get(method.name());
			if (other != null) {
				throw taken(method, other, null);
			}
			add(method, handler);
			this.methods.put(method.name(), method.description());
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void checkName(ServedMethod method) {
		try {
			MethodNames.check(method.name());
		}
		catch (IllegalArgumentException ex) {
			throw method.invalid("its name is not valid. " + ex.getMessage(),
					"Choose another name, such as @SodpMethod(\"cart.checkout\")", ex);
		}
	}

	private void add(ServedMethod method, InterceptedCalls handler) {
		try {
			this.server.addMethod(method.name(), handler);
		}
		catch (IllegalArgumentException ex) {
			throw taken(method, "a method that the server was built with", ex);
		}
	}

	private static InvalidSodpMethodException taken(ServedMethod method, String other,
			@Nullable IllegalArgumentException cause) {
		return method.invalid("its name '" + method.name() + "' is taken by " + other,
				"Give each method a name of its own", cause);
	}

}
