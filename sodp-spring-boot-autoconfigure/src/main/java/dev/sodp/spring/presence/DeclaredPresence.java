// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ReflectionUtils;

/**
 * A single annotated method with the place of its value and whether it is registered. Not
 * thread-safe: {@link PresentClient} serializes its calls.
 */
final class DeclaredPresence {

	private static final Logger logger = LoggerFactory.getLogger(SodpPresence.class);

	/**
	 * An unresponsive server must not delay the shutdown; it notices the end of the
	 * session anyway.
	 */
	private static final int WITHDRAWAL_SECONDS = 2;

	private static final WriteResult NOTHING = new WriteResult(OptionalLong.empty());

	private final String description;

	private final SodpClient client;

	private final String key;

	private final String path;

	private final Object bean;

	private final Method method;

	/** Declared type of the values. */
	private final Type type;

	/** Receives the failures. */
	private final BiConsumer<DeclaredPresence, Throwable> failures;

	private volatile boolean registered;

	/** Number of the session in which the method was last called. */
	private long suppliedIn;

	DeclaredPresence(String description, SodpClient client, String key, String path, Object bean, Method method,
			Type type, BiConsumer<DeclaredPresence, Throwable> failures) {
		this.description = description;
		this.client = client;
		this.key = key;
		this.path = path;
		this.bean = bean;
		this.method = method;
		this.type = type;
		this.failures = failures;
		ReflectionUtils.makeAccessible(method);
	}

	String key() {
		return this.key;
	}

	String path() {
		return this.path;
	}

	/**
	 * Calls the method and registers its value with the live session, once per session.
	 * @param session number of the session; above 0
	 * @param retry called, from any thread, if the value was only temporarily refused
	 */
	void supply(long session, Runnable retry) {
		if (this.suppliedIn != session) {
			this.suppliedIn = session;
			supply(retry);
		}
	}

	/**
	 * Calls the method again for a session in which its value was temporarily refused.
	 * @param session number of that session
	 * @param retry called, from any thread, if the value was only temporarily refused
	 */
	void supplyAgain(long session, Runnable retry) {
		if (this.suppliedIn == session) {
			supply(retry);
		}
	}

	private void supply(Runnable retry) {
		Object value;
		try {
			value = this.method.invoke(this.bean);
		}
		catch (InvocationTargetException ex) {
			this.failures.accept(this, ex.getTargetException());
			return;
		}
		catch (IllegalAccessException | RuntimeException ex) {
			this.failures.accept(this, ex);
			return;
		}
		if (value instanceof Optional<?> optional) {
			value = optional.orElse(null);
			if (value == null) {
				leave(retry);
				return;
			}
		}
		appear(value, retry);
	}

	private void appear(@Nullable Object value, Runnable retry) {
		this.registered = true;
		Object written = (value instanceof TypedValue) ? value : new TypedValue(value, this.type);
		this.client.presence(this.key, this.path, written).whenComplete((result, failure) -> {
			if (failure != null) {
				failed(failure, retry);
			}
			else {
				logger.debug("{} is present in '{}' at {}", this.description, this.key, this.path);
			}
		});
	}

	/**
	 * The client has registered the value of an earlier session with this one as well.
	 */
	private void leave(Runnable retry) {
		if (!this.registered) {
			return;
		}
		this.client.clearPresence(this.key, this.path).whenComplete((result, failure) -> {
			if (failure != null) {
				failed(failure, retry);
			}
			else {
				this.registered = false;
			}
		});
	}

	/**
	 * The client discards a presence that was refused or never sent, but registers one
	 * whose outcome is unknown again by itself.
	 */
	private void failed(Throwable failure, Runnable retry) {
		if (failure instanceof SodpNotSentException || isTemporary(failure)) {
			retry.run();
		}
		else if (!(failure instanceof SodpOutcomeUnknownException)) {
			this.failures.accept(this, failure);
		}
	}

	private static boolean isTemporary(Throwable failure) {
		return failure instanceof SodpRejectedException rejected && ErrorCode.isTemporary(rejected.code());
	}

	/** Withdraws the value if it may have been registered. */
	CompletableFuture<@Nullable Void> withdraw() {
		if (!this.registered) {
			return CompletableFuture.completedFuture(null);
		}
		this.registered = false;
		this.suppliedIn = 0;
		CompletableFuture<WriteResult> cleared = this.client.clearPresence(this.key, this.path);
		if (!this.client.status().state().isLive()) {
			// The server has removed the value or will; what matters is that this client
			// no longer registers it.
			cleared.cancel(false);
		}
		return cleared.completeOnTimeout(NOTHING, WITHDRAWAL_SECONDS, TimeUnit.SECONDS)
			.handle((result, failure) -> null);
	}

	@Override
	public String toString() {
		return this.description;
	}

}
