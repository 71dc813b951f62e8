// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import dev.sodp.client.WatchMeta;
import dev.sodp.protocol.SodpException;

/**
 * A watcher could not do its work for an event: its method threw, the arguments of the
 * method could not be made, or the result could not be written. Given to the
 * {@link SodpErrorHandler}; without one, found as the cause of the
 * {@link dev.sodp.client.ClientError} that reports it.
 */
public final class SodpWatchInvocationException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final String watcherId;

	private final String method;

	private final String key;

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
	 * The watcher.
	 * @return its id
	 */
	public String watcherId() {
		return this.watcherId;
	}

	/**
	 * The method.
	 * @return class, name and parameter types; of a watcher without a method, what it
	 * calls
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The key of the event.
	 * @return never empty
	 */
	public String key() {
		return this.key;
	}

	/**
	 * The version of the event.
	 * @return as in {@link WatchMeta#version()}
	 */
	public long version() {
		return this.version;
	}

}
