// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import dev.sodp.spring.watch.SodpWatcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher of the {@link SodpWatchEndpointRegistry}.
 */
public final class WatchContainer implements SodpWatcher {

	private static final Logger logger = LoggerFactory.getLogger(SodpWatcher.class);

	private final WatchParts parts;

	/** Outlives a run: the first call of the next one waits for the last of this one. */
	private final SerialCalls serial;

	private final WatchActivity activity = new WatchActivity();

	private final AtomicReference<@Nullable WatchRun> run = new AtomicReference<>();

	WatchContainer(WatchParts parts) {
		this.parts = parts;
		Executor own = parts.spec().executor();
		this.serial = new SerialCalls((own != null) ? own : parts.client().callbackExecutor(), this.activity);
	}

	@Override
	public String id() {
		return this.parts.spec().id();
	}

	@Override
	public String description() {
		return this.parts.description();
	}

	@Override
	public List<String> keys() {
		return this.parts.spec().keys();
	}

	@Override
	public Optional<String> path() {
		return Optional.ofNullable(this.parts.spec().path());
	}

	@Override
	public String client() {
		return this.parts.spec().client();
	}

	@Override
	public boolean isAutoStartup() {
		return this.parts.spec().autoStartup();
	}

	@Override
	public boolean isRunning() {
		WatchRun current = this.run.get();
		return current != null && current.isActive();
	}

	@Override
	public void start() {
		if (isRunning()) {
			return;
		}
		WatchRun started = new WatchRun(this.parts, this.serial, this.activity);
		end(this.run.getAndSet(started));
		try {
			started.start();
		}
		catch (RuntimeException ex) {
			this.run.compareAndSet(started, null);
			throw ex;
		}
		logger.debug("Watcher '{}' ({}) watches {}{}", id(), description(), keys(), path().orElse(""));
	}

	@Override
	public void stop(Runnable callback) {
		WatchRun stopped = this.run.getAndSet(null);
		if (stopped != null) {
			end(stopped);
			logger.debug("Watcher '{}' ({}) stopped", id(), description());
		}
		this.activity.whenIdle(callback);
	}

	private static void end(@Nullable WatchRun run) {
		if (run != null) {
			run.end();
		}
	}

}
