// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChangeListener;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.watch.container.WatchContainer;
import dev.sodp.spring.watch.container.WatchContainerFactory;
import dev.sodp.spring.watch.container.WatchSubject;
import dev.sodp.spring.watch.invocation.WatchHandler;
import dev.sodp.spring.watch.invocation.WatchInvocationFactory;
import dev.sodp.spring.watch.method.WatchedMethod;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.Validator;

/**
 * The watchers of an application: methods annotated with {@link SodpWatch}, and watchers
 * that were registered in code. They watch while the application context is running: they
 * start after the clients and stop before them. Stopping waits for calls in progress, for
 * as long as the context's {@code timeout-per-shutdown-phase} allows. May be restarted.
 * Thread-safe.
 */
public final class SodpWatchEndpointRegistry implements SodpWatchRegistrar, SmartLifecycle {

	/**
	 * Phase of this lifecycle: when the context stops, before the web server's graceful
	 * shutdown and the clients.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 99;

	/**
	 * Created for the first watcher, because most of the classes it needs are loaded for
	 * it alone.
	 */
	private final SingletonSupplier<WatchInvocationFactory> invocations;

	private final WatchContainerFactory containers;

	/**
	 * Guards all fields below, so that a late registration is started exactly once.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, WatchContainer> watchers = new LinkedHashMap<>();

	private final Map<String, ResultCycles> cycles = new LinkedHashMap<>();

	private volatile boolean running;

	/**
	 * Creates a registry.
	 * @param clients the clients that watch
	 * @param mapper converts values to parameter types, and results to trees
	 * @param validator validates values of annotated parameters, or null for no
	 * validation
	 * @param beanFactory resolves placeholders and expressions, and provides the beans of
	 * type {@link SodpErrorHandler}, {@link SodpWatchInterceptor} and
	 * {@link SodpWatchInvocationListener} when the first watcher is registered; or null
	 * for none of these
	 */
	public SodpWatchEndpointRegistry(SodpClients clients, JsonMapper mapper, @Nullable Validator validator,
			@Nullable BeanFactory beanFactory) {
		Objects.requireNonNull(clients, "clients must not be null");
		Objects.requireNonNull(mapper, "mapper must not be null");
		this.invocations = SingletonSupplier.of(() -> new WatchInvocationFactory(mapper, validator, beanFactory));
		this.containers = new WatchContainerFactory(clients, mapper, beanFactory);
	}

	@Override
	public <T> void register(SodpWatchSpec spec, Class<T> type, StateChangeListener<T> listener) {
		registerListener(spec, type, AsyncStateChangeListener.of(listener), listener);
	}

	@Override
	public <T> void register(SodpWatchSpec spec, TypeReference<T> type, StateChangeListener<T> listener) {
		registerListener(spec, type.getType(), AsyncStateChangeListener.of(listener), listener);
	}

	@Override
	public <T> void registerAsync(SodpWatchSpec spec, Class<T> type, AsyncStateChangeListener<T> listener) {
		registerListener(spec, type, listener, listener);
	}

	@Override
	public <T> void registerAsync(SodpWatchSpec spec, TypeReference<T> type, AsyncStateChangeListener<T> listener) {
		registerListener(spec, type.getType(), listener, listener);
	}

	private <T> void registerListener(SodpWatchSpec spec, Type type, AsyncStateChangeListener<T> listener,
			Object described) {
		WatchHandler handler = this.invocations.obtain().create(type, listener);
		WatchSubject subject = (problem, remedy, cause) -> InvalidSodpWatchException.ofWatcher(spec.id(), problem,
				remedy, cause);
		add(this.containers.create(spec, described.getClass().getName(), handler, List.of(), subject), List.of(),
				subject);
	}

	@Override
	public void register(SodpWatchSpec spec, Object bean, Method method) {
		WatchedMethod watched = WatchedMethod.of(bean, method);
		register(spec, watched, this.containers.targets(watched));
	}

	void register(SodpWatchSpec spec, WatchedMethod method, List<String> targets) {
		WatchHandler handler = this.invocations.obtain().create(method, spec.path());
		add(this.containers.create(spec, method.description(), handler, targets, method::invalid), targets,
				method::invalid);
	}

	private void add(WatchContainer container, List<String> targets, WatchSubject subject) {
		this.lock.lock();
		try {
			WatchContainer other = this.watchers.get(container.id());
			if (other != null) {
				throw subject.invalid("its id '" + container.id() + "' is taken by " + other.description(),
						"Give each watcher a unique id", null);
			}
			ResultCycles results = this.cycles.computeIfAbsent(container.client(), (name) -> new ResultCycles());
			List<String> cycle = results.find(container.keys(), targets);
			if (cycle != null) {
				throw subject.invalid("its result would come back to it, '" + String.join("' -> '", cycle) + "'",
						"Write the result to a key that none of the watchers involved watches", null);
			}
			results.add(container.keys(), targets);
			this.watchers.put(container.id(), container);
			if (this.running && container.isAutoStartup()) {
				container.start();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns an id that is not taken: the text itself, or the text followed by a number.
	 */
	String freeId(String text) {
		this.lock.lock();
		try {
			String id = text;
			for (int i = 2; this.watchers.containsKey(id); i++) {
				id = text + "#" + i;
			}
			return id;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns all watchers.
	 * @return the current watchers, in the order of their registration
	 */
	public Collection<SodpWatcher> watchers() {
		return List.copyOf(containers());
	}

	/**
	 * Returns the watcher with the given id, for example to start or stop it.
	 * @param id id of the watcher
	 * @return the watcher
	 * @throws IllegalArgumentException if there is no such watcher; the message lists the
	 * ids that exist
	 */
	public SodpWatcher watcher(String id) {
		this.lock.lock();
		try {
			WatchContainer watcher = this.watchers.get(Objects.requireNonNull(id, "id must not be null"));
			if (watcher == null) {
				throw new IllegalArgumentException("There is no watcher with id '" + id + "'; available watchers: "
						+ String.join(", ", this.watchers.keySet()));
			}
			return watcher;
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<WatchContainer> containers() {
		this.lock.lock();
		try {
			return List.copyOf(this.watchers.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (!this.running) {
				this.watchers.values().stream().filter(WatchContainer::isAutoStartup).forEach(WatchContainer::start);
				this.running = true;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		CountDownLatch stopped = new CountDownLatch(1);
		stop(stopped::countDown);
		try {
			stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		List<WatchContainer> stopping = containers();
		AtomicInteger busy = new AtomicInteger(stopping.size() + 1);
		Runnable oneLess = () -> {
			if (busy.decrementAndGet() == 0) {
				callback.run();
			}
		};
		stopping.forEach((container) -> container.stop(oneLess));
		oneLess.run();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
