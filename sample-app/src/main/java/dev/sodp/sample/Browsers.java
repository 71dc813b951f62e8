// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import jakarta.annotation.PreDestroy;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open pages. A dedicated thread writes to them and always sends the latest view, so
 * a stalled browser delays no watcher.
 */
@Component
final class Browsers {

	private static final long NO_TIMEOUT = 0;

	/**
	 * Seconds between views when nothing changes, so that a page notices an instance that
	 * fell silent and the instance a page that was closed.
	 */
	private static final long KEEP_ALIVE_SECONDS = 5;

	/** Guards changes of the view, which come from several watchers. */
	private final ReentrantLock viewLock = new ReentrantLock();

	private volatile LiveView view;

	private final Set<SseEmitter> open = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean updatePending = new AtomicBoolean();

	private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "live-page");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean closed;

	Browsers(InstanceId self) {
		this.view = LiveView.of(self);
		this.sender.scheduleWithFixedDelay(this::sendAll, KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
	}

	SseEmitter open() {
		SseEmitter browser = new SseEmitter(NO_TIMEOUT);
		browser.onCompletion(() -> this.open.remove(browser));
		this.open.add(browser);
		if (this.closed) {
			browser.complete();
		}
		else {
			this.sender.execute(() -> send(browser));
		}
		return browser;
	}

	void update(UnaryOperator<LiveView> change) {
		this.viewLock.lock();
		try {
			this.view = change.apply(this.view);
		}
		finally {
			this.viewLock.unlock();
		}
		if (!this.closed && this.updatePending.compareAndSet(false, true)) {
			this.sender.execute(this::sendAll);
		}
	}

	/** Otherwise open pages would delay a graceful shutdown until it times out. */
	@EventListener(ContextClosedEvent.class)
	void closeAll() {
		this.closed = true;
		this.open.forEach(SseEmitter::complete);
	}

	@PreDestroy
	void stop() {
		this.sender.shutdownNow();
	}

	private void sendAll() {
		this.updatePending.set(false);
		this.open.forEach(this::send);
	}

	private void send(SseEmitter browser) {
		try {
			browser.send(this.view);
		}
		catch (IOException | IllegalStateException ex) {
			// The page was closed; the container ends the request itself.
			this.open.remove(browser);
		}
	}

}
