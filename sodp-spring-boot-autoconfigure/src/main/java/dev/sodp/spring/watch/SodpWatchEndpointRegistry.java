package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClientLifecycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.validation.Validator;

/**
 * Holds the methods annotated with {@link SodpWatch} and lets them watch while the
 * application context runs: they start after the client and stop before it, and a stop
 * waits for calls that are under way, for as long as the context's
 * {@code timeout-per-shutdown-phase} allows. Can be restarted.
 */
public final class SodpWatchEndpointRegistry implements SmartLifecycle {

	/** Phase of the lifecycle: right after the client. */
	public static final int PHASE = SodpClientLifecycle.PHASE + 1;

	private static final Logger logger = LoggerFactory.getLogger(SodpWatchEndpointRegistry.class);

	private final SodpClient client;

	private final WatchInvocationFactory invocations;

	/**
	 * Guards the list and the flag, so that a late registration neither starts twice nor
	 * never.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final List<WatchContainer> containers = new ArrayList<>();

	private volatile boolean running;

	/**
	 * Creates a registry.
	 * @param client watches
	 * @param mapper converts values to the types of parameters
	 * @param validator validates values of annotated parameters, or null to validate none
	 * @param beanFactory resolves placeholders in header names and defaults, or null to
	 * take them literally
	 */
	public SodpWatchEndpointRegistry(SodpClient client, JsonMapper mapper, @Nullable Validator validator,
			@Nullable BeanFactory beanFactory) {
		this.client = Objects.requireNonNull(client, "client must not be null");
		Objects.requireNonNull(mapper, "mapper must not be null");
		this.invocations = new WatchInvocationFactory(client, mapper, validator, beanFactory);
	}

	void register(SodpWatchEndpoint endpoint) {
		WatchContainer container = new WatchContainer(this.client, endpoint, this.invocations.create(endpoint));
		this.lock.lock();
		try {
			this.containers.add(container);
			if (this.running) {
				start(container);
			}
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
				this.containers.forEach(SodpWatchEndpointRegistry::start);
				this.running = true;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void start(WatchContainer container) {
		container.start();
		logger.debug("{} watches {}", container.endpoint().description(), container.endpoint().keys());
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
		List<WatchContainer> stopping;
		this.lock.lock();
		try {
			stopping = this.running ? List.copyOf(this.containers) : List.of();
			this.running = false;
		}
		finally {
			this.lock.unlock();
		}
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
