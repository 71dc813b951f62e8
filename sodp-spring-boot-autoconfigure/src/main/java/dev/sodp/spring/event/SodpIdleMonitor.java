// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.sodp.internal.Durations;
import dev.sodp.spring.SodpClients;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Publishes {@link SodpIdleEvent}s for every client of an application while the context
 * is running. Polls the clients' counters on a thread of its own.
 */
public final class SodpIdleMonitor implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SodpIdleMonitor.class);

	private static final long LONGEST_PERIOD_MILLIS = 1000;

	private final SodpClients clients;

	private final Duration interval;

	private final ApplicationEventPublisher publisher;

	private volatile @Nullable ScheduledExecutorService executor;

	/**
	 * Creates a monitor.
	 * @param clients the clients to monitor
	 * @param interval time without a change after which an event is published,
	 * repeatedly; positive, at most 365 days
	 * @param publisher publishes the events
	 */
	public SodpIdleMonitor(SodpClients clients, Duration interval, ApplicationEventPublisher publisher) {
		this.clients = Objects.requireNonNull(clients, "clients must not be null");
		this.interval = Durations.bounded(interval, "interval");
		this.publisher = Objects.requireNonNull(publisher, "publisher must not be null");
	}

	@Override
	public void start() {
		if (isRunning()) {
			return;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory("sodp-idle-");
		threads.setDaemon(true);
		ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(threads);
		Map<String, IdleDetector> detectors = new LinkedHashMap<>();
		this.clients.all().forEach((name, client) -> detectors.put(name, new IdleDetector(client, this.interval)));
		long period = Math.max(1, Math.min(LONGEST_PERIOD_MILLIS, this.interval.toMillis() / 4));
		started.scheduleWithFixedDelay(() -> check(detectors), period, period, TimeUnit.MILLISECONDS);
		this.executor = started;
	}

	private void check(Map<String, IdleDetector> detectors) {
		detectors.forEach((name, detector) -> {
			try {
				detector.check(System.nanoTime())
					.ifPresent((idle) -> this.publisher
						.publishEvent(new SodpIdleEvent(name, this.clients.get(name), idle)));
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of idle events of the SODP client '{}' failed", name, ex);
			}
		});
	}

	@Override
	public void stop() {
		ScheduledExecutorService running = this.executor;
		this.executor = null;
		if (running != null) {
			running.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

}
