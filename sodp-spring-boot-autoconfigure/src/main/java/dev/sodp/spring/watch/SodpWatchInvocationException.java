package dev.sodp.spring.watch;

import dev.sodp.client.WatchMeta;
import dev.sodp.protocol.SodpException;

/**
 * A call of a method annotated with {@link SodpWatch} failed: it threw, or its arguments
 * could not be made. Found as the cause of the {@link dev.sodp.client.ClientError} that
 * reports it.
 */
public final class SodpWatchInvocationException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final String method;

	SodpWatchInvocationException(String method, WatchMeta meta, Throwable cause) {
		super("@SodpWatch method " + method + " failed for key '" + meta.key() + "' at version " + meta.version() + ": "
				+ cause, cause);
		this.method = method;
	}

	/**
	 * The method.
	 * @return class, name and parameter types
	 */
	public String method() {
		return this.method;
	}

}
