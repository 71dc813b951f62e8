// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ClientError;
import dev.sodp.client.ClientEventListener;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpErrorListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Notifies listeners of what happens to a client, and logs it.
 */
final class Notifier {

	private static final Logger logger = LoggerFactory.getLogger(SodpClient.class);

	/** Follows "SODP client" in each log line. */
	private final String client;

	private final List<ConnectionListener> connectionListeners;

	private final @Nullable SodpErrorListener errorListener;

	private final List<ClientEventListener> eventListeners = new CopyOnWriteArrayList<>();

	private final SerialLane connectionLane;

	private final SerialLane errorLane;

	Notifier(SodpClientOptions options, Executor executor) {
		String name = options.name();
		this.client = ((name != null) ? "'" + name + "' of " : "of ") + options.displayUri();
		this.connectionListeners = new CopyOnWriteArrayList<>(options.connectionListeners());
		this.errorListener = options.errorListener();
		this.connectionLane = new SerialLane("A connection listener", executor);
		this.errorLane = new SerialLane("The error listener", executor);
	}

	/** What the client is called in log lines. */
	String client() {
		return this.client;
	}

	void add(ConnectionListener listener) {
		this.connectionListeners.add(listener);
	}

	void remove(ConnectionListener listener) {
		this.connectionListeners.remove(listener);
	}

	void add(ClientEventListener listener) {
		this.eventListeners.add(listener);
	}

	void remove(ClientEventListener listener) {
		this.eventListeners.remove(listener);
	}

	/** Queues a change of state for the listeners; called in the order of changes. */
	void stateChanged(ConnectionState previous, ConnectionStatus status) {
		for (ConnectionListener listener : this.connectionListeners) {
			this.connectionLane.add(() -> listener.onStateChange(previous, status));
		}
	}

	/** Queues the refusal of a key for the listeners. */
	void denied(String key, int code, String message) {
		for (ClientEventListener listener : this.eventListeners) {
			this.connectionLane.add(() -> listener.onDenied(key, code, message));
		}
	}

	/** Queues an error for the listeners. */
	void error(ClientError error) {
		SodpErrorListener listener = this.errorListener;
		if (listener != null) {
			this.errorLane.add(() -> listener.onError(error));
		}
		for (ClientEventListener observer : this.eventListeners) {
			this.errorLane.add(() -> observer.onError(error));
		}
	}

	/** Runs the listeners, so never called by the engine. */
	void wake() {
		this.connectionLane.wake();
		this.errorLane.wake();
	}

	/** One line for each change of state, with its reason and what happens next. */
	void log(ConnectionState previous, ConnectionStatus status) {
		Throwable failure = status.lastFailure();
		String reason = (failure != null) ? String.valueOf(failure.getMessage()) : "";
		switch (status.state()) {
			case CONNECTING -> logConnecting(previous, failure);
			case CONNECTED -> logger.info("SODP client {}: live with {} (protocol {}), restoring {}", this.client,
					status.server(), status.protocolVersion(), keys(status));
			case RESTORED -> logger.info("SODP client {}: restored, watching {}", this.client, keys(status));
			case WAITING -> logger.warn("SODP client {}: {}; next attempt in {}", this.client, reason,
					seconds(status.nextAttempt()));
			case FAILED -> logger.error("SODP client {}: gave up. {}", this.client, reason);
			case STOPPED -> logger.info("SODP client {}: stopped", this.client);
			case CLOSED -> logClosed(previous);
		}
	}

	private static String keys(ConnectionStatus status) {
		return status.watchedKeys() + ((status.watchedKeys() == 1) ? " key" : " keys");
	}

	/** Closing a client that was stopped or never started ends nothing. */
	private void logClosed(ConnectionState previous) {
		Level level = (previous == ConnectionState.STOPPED) ? Level.DEBUG : Level.INFO;
		logger.atLevel(level).log("SODP client {}: closed", this.client);
	}

	/** An attempt after a back-off has been announced already. */
	private void logConnecting(ConnectionState previous, @Nullable Throwable failure) {
		if (previous == ConnectionState.WAITING) {
			logger.debug("SODP client {}: connecting", this.client);
		}
		else if (failure != null) {
			logger.warn("SODP client {}: {}; next attempt at once", this.client, failure.getMessage());
		}
		else if (previous.isLive()) {
			logger.info("SODP client {}: leaving the session for a fresh one", this.client);
		}
		else {
			logger.info("SODP client {}: connecting", this.client);
		}
	}

	private static String seconds(@Nullable Duration delay) {
		return String.format(Locale.ROOT, "%.1f s", (delay != null) ? delay.toMillis() / 1000.0 : 0);
	}

	/** Logs an error if there is no error listener. */
	void log(ClientError error) {
		// These are followed by a change of state, which is logged with its reason.
		boolean reported = error.source() == Source.TRANSPORT || error.source() == Source.AUTHENTICATION;
		if (this.errorListener == null && !reported) {
			logger.warn("SODP client {}: {}{}{}", this.client, error.message(),
					(error.key() != null) ? " [key " + error.key() + "]" : "",
					(error.version() != null) ? " [version " + error.version() + "]" : "", error.cause());
		}
	}

	/** Starts no listener any more. */
	void close() {
		this.connectionLane.close();
		this.errorLane.close();
	}

}
