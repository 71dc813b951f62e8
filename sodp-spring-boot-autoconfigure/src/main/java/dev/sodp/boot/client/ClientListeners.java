// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.List;
import java.util.function.Consumer;

import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Passes a client's events to listener beans. Looks them up only after all singletons
 * have been created, which is before the client starts, so that a listener can be
 * injected with the client or a template.
 */
final class ClientListeners implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ClientListeners.class);

	private final ObjectProvider<ConnectionListener> connectionListeners;

	private final ObjectProvider<SodpErrorListener> errorListeners;

	private volatile List<ConnectionListener> connection = List.of();

	private volatile List<SodpErrorListener> error = List.of();

	ClientListeners(ObjectProvider<ConnectionListener> connectionListeners,
			ObjectProvider<SodpErrorListener> errorListeners) {
		this.connectionListeners = connectionListeners;
		this.errorListeners = errorListeners;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.connection = this.connectionListeners.orderedStream().toList();
		this.error = this.errorListeners.orderedStream().toList();
	}

	void onStateChange(ConnectionState previous, ConnectionStatus status) {
		notifyListeners(this.connection, (listener) -> listener.onStateChange(previous, status));
	}

	void onError(ClientError clientError) {
		notifyListeners(this.error, (listener) -> listener.onError(clientError));
	}

	private static <T> void notifyListeners(List<T> listeners, Consumer<T> event) {
		for (T listener : listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("SODP listener {} failed; the remaining listeners are still notified",
						listener.getClass().getName(), ex);
			}
		}
	}

}
