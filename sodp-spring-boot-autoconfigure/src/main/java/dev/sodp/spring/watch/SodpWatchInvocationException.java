// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import dev.sodp.client.WatchMeta;
import dev.sodp.protocol.SodpException;

/**
 * Thrown if a watcher could not handle an event: its method failed, the arguments of the
 * method could not be resolved, or the result could not be written. Passed to the
 * {@link SodpErrorHandler}; without one, it is the cause of the
 * {@link dev.sodp.client.ClientError} that reports the failure.
 */
public final class SodpWatchInvocationException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** Id of the watcher. */
	private final String watcherId;

	/** The method. */
	private final String method;

	/** Key of the event. */
	private final String key;

	/** Version of the event. */
	private final long version;

	/**
	 * Creates the exception.
	 * @param watcherId id of the watcher
	 * @param method class, name and parameter types of the method
	 * @param meta key and version of the event
	 * @param problem what went wrong, as the message has it between watcher and key
	 * @param cause what was thrown
	 */
	public SodpWatchInvocationException(String watcherId, String method, WatchMeta meta, String problem,
			Throwable cause) {
		super("Watcher '" + watcherId + "' (" + method + ") " + problem + " for key '" + meta.key() + "' at version "
				+ meta.version() + ": " + cause, cause);
		this.watcherId = watcherId;
		this.method = method;
		this.key = meta.key();
		this.version = meta.version();
	}

	/**
	 * Returns the id of the watcher.
	 * @return the id
	 */
	public String watcherId() {
		return this.watcherId;
	}

	/**
	 * Returns the method.
	 * @return its class, name and parameter types; a description of what is called for a
	 * watcher without a method
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Returns the key of the event.
	 * @return the key; never empty
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Returns the version of the event.
	 * @return the version, as in {@link WatchMeta#version()}
	 */
	public long version() {
		return this.version;
	}

}
