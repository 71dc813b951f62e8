// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.internal.ElasticPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of a server: on the given executor, or on threads of its own that end
 * when idle.
 */
final class ServerThreads implements Executor {

	private static final Logger log = LoggerFactory.getLogger(ServerThreads.class);

	private final ElasticPool own = new ElasticPool("sodp-server");

	private final AtomicBoolean warned = new AtomicBoolean();

	private final @Nullable Executor given;

	ServerThreads(@Nullable Executor given) {
		this.given = given;
	}

	/**
	 * Runs a task later, on another thread. An executor that is full or shut down must
	 * not leave a session half closed, so what it rejects runs on a thread of the server.
	 * @param task the task
	 */
	@Override
	public void execute(Runnable task) {
		if (this.given != null) {
			try {
				this.given.execute(task);
				return;
			}
			catch (RejectedExecutionException ex) {
				if (this.warned.compareAndSet(false, true)) {
					log.warn("The executor given to the server rejects tasks; using threads of the server", ex);
				}
			}
		}
		executeOnOwn(List.of(task));
	}

	void executeAll(List<Runnable> tasks) {
		if (this.given != null) {
			tasks.forEach(this::execute);
		}
		else if (!tasks.isEmpty()) {
			executeOnOwn(tasks);
		}
	}

	private void executeOnOwn(List<Runnable> tasks) {
		try {
			this.own.executeAll(tasks);
		}
		catch (RejectedExecutionException ex) {
			log.debug("Dropped {} tasks, as the server is closed", tasks.size(), ex);
		}
	}

	void shutdown() {
		this.own.shutdown();
	}

}
