// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientEventListener;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.state.StateKeys;

import org.springframework.beans.factory.DisposableBean;

/**
 * Keeps the last error of each key for operators, limited to the {@value #MAX_KEYS} keys
 * per client that had one most recently. Thread-safe.
 */
public final class SodpKeyErrors implements DisposableBean {

	/** Maximum number of keys per client. */
	public static final int MAX_KEYS = 1000;

	private final Map<SodpClient, Listener> listeners = new ConcurrentHashMap<>();

	private final Clock clock;

	/**
	 * Registers itself with the clients.
	 * @param clients the clients
	 */
	public SodpKeyErrors(SodpClients clients) {
		this(clients, Clock.systemUTC());
	}

	SodpKeyErrors(SodpClients clients, Clock clock) {
		this.clock = clock;
		for (SodpClient client : clients.all().values()) {
			Listener listener = new Listener();
			this.listeners.put(client, listener);
			client.addEventListener(listener);
		}
	}

	/**
	 * Returns the last error that concerned a key, its refusal included.
	 * @param client one of the clients
	 * @param key the key, or a pattern such as {@code game.*} for the last error that
	 * concerned the pattern or one of its keys
	 * @return the error; empty if there was none, or it was displaced by errors of other
	 * keys
	 */
	public Optional<KeyError> last(SodpClient client, String key) {
		Listener listener = this.listeners.get(Objects.requireNonNull(client, "client must not be null"));
		return (listener != null) ? listener.last(key) : Optional.empty();
	}

	@Override
	public void destroy() {
		this.listeners.forEach(SodpClient::removeEventListener);
	}

	/**
	 * An error and when it occurred.
	 *
	 * @param at when the error was reported
	 * @param error the error
	 */
	public record KeyError(Instant at, ClientError error) {
	}

	/** Collects the errors of a single client. */
	private final class Listener implements ClientEventListener {

		private final ReentrantLock lock = new ReentrantLock();

		private final Map<String, KeyError> errors = new LinkedHashMap<>();

		@Override
		public void onError(ClientError error) {
			String key = error.key();
			if (key != null) {
				add(key, error);
			}
		}

		@Override
		public void onDenied(String key, int code, String message) {
			add(key, new ClientError(ClientError.Source.PROTOCOL, code, key, null, message, null));
		}

		private void add(String key, ClientError error) {
			this.lock.lock();
			try {
				this.errors.remove(key);
				this.errors.put(key, new KeyError(SodpKeyErrors.this.clock.instant(), error));
				if (this.errors.size() > MAX_KEYS) {
					this.errors.remove(this.errors.keySet().iterator().next());
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		/** The order is that of the errors. */
		private Optional<KeyError> lastBelow(String pattern) {
			KeyError last = null;
			for (Map.Entry<String, KeyError> error : this.errors.entrySet()) {
				if (error.getKey().startsWith(StateKeys.prefix(pattern))) {
					last = error.getValue();
				}
			}
			return Optional.ofNullable(last);
		}

		Optional<KeyError> last(String key) {
			this.lock.lock();
			try {
				return StateKeys.isPattern(key) ? lastBelow(key) : Optional.ofNullable(this.errors.get(key));
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
