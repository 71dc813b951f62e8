// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientError.Source;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpErrorListener;
import dev.sodp.spring.SodpClients;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the values of {@link SodpPresence} methods present while the application context
 * is running: registers them after the clients have started and withdraws them before the
 * clients stop. May be restarted.
 */
public final class SodpPresenceRegistry implements SmartLifecycle, DisposableBean {

	/**
	 * Phase of this lifecycle, that of the watchers: when the context stops, before the
	 * web server's graceful shutdown and the clients.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 99;

	private static final Logger logger = LoggerFactory.getLogger(SodpPresence.class);

	private final SodpClients clients;

	private final ObjectProvider<SodpErrorListener> errorListeners;

	private final Map<String, PresentClient> present = new ConcurrentHashMap<>();

	private volatile boolean running;

	/**
	 * Creates a registry.
	 * @param clients the clients to register presences with
	 * @param errorListeners notified of failures, in addition to the log
	 */
	public SodpPresenceRegistry(SodpClients clients, ObjectProvider<SodpErrorListener> errorListeners) {
		this.clients = Objects.requireNonNull(clients, "clients must not be null");
		this.errorListeners = Objects.requireNonNull(errorListeners, "errorListeners must not be null");
	}

	/**
	 * Returns the client of a declaration.
	 * @throws IllegalArgumentException if there is no such client
	 */
	SodpClient client(String name) {
		return this.clients.get(name);
	}

	/** Returns the declaration for a place, or null. */
	@Nullable DeclaredPresence at(String client, String key, String path) {
		PresentClient holder = this.present.get(client);
		return (holder != null) ? holder.at(key, path) : null;
	}

	void register(String client, DeclaredPresence presence) {
		PresentClient holder = this.present.computeIfAbsent(client, (name) -> new PresentClient(client(name)));
		holder.add(presence);
		if (this.running) {
			holder.start();
		}
	}

	/**
	 * Logs a failure and notifies the listeners, since no caller is waiting for the
	 * result.
	 */
	void failed(DeclaredPresence presence, Throwable cause) {
		String message = "The presence of " + presence + " could not be registered in '" + presence.key() + "' at "
				+ presence.path();
		logger.error("{}: {}", message, cause.toString(), cause);
		ClientError error = new ClientError(Source.CALLBACK, null, presence.key(), null, message, cause);
		this.errorListeners.orderedStream().forEach((listener) -> {
			try {
				listener.onError(error);
			}
			catch (RuntimeException ex) {
				logger.warn("SODP error listener {} failed; the remaining listeners are still notified",
						listener.getClass().getName(), ex);
			}
		});
	}

	@Override
	public void start() {
		this.running = true;
		this.present.values().forEach(PresentClient::start);
	}

	@Override
	public void stop() {
		withdraw().join();
	}

	@Override
	public void stop(Runnable callback) {
		withdraw().whenComplete((nothing, failure) -> callback.run());
	}

	private CompletableFuture<Void> withdraw() {
		this.running = false;
		List<CompletableFuture<?>> withdrawn = new ArrayList<>();
		this.present.values().forEach((client) -> withdrawn.add(client.stop()));
		return CompletableFuture.allOf(withdrawn.toArray(CompletableFuture[]::new));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void destroy() {
		this.present.values().forEach(PresentClient::close);
	}

}
