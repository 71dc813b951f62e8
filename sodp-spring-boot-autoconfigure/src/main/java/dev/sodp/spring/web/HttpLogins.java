// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Ends SODP sessions with ERROR 401 when the HTTP session of their upgrade ends (protocol
 * section 2), and keeps that alive while they write. Must be registered as a listener of
 * the servlet context. Thread-safe.
 *
 * <p>
 * Not every store reports the end of a session, or reports it in time, so each is looked
 * at again at an interval. What the server sends, heartbeats and their answers do not
 * count as use of the HTTP session.
 */
public final class HttpLogins
		implements HttpSessionListener, HttpSessionIdListener, ServletRequestListener, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(HttpLogins.class);

	/** How many touches there are at most in the time that a session may be idle. */
	private static final int TOUCHES = 4;

	private final Supplier<SodpServer> server;

	private final Duration interval;

	private final boolean writesCount;

	private final RevokedLogins revoked;

	private final Map<String, HttpLogin> byId = new ConcurrentHashMap<>();

	/** Guards changes of the map and the identities of each login. */
	private final ReentrantLock lock = new ReentrantLock();

	private final ScheduledThreadPoolExecutor checker;

	private boolean started;

	private volatile boolean failureLogged;

	/**
	 * Creates an instance without any login.
	 * @param server supplies the server whose sessions end; called when the first one has
	 * to
	 * @param interval time between two looks at an HTTP session
	 * @param writesCount whether writes keep an HTTP session alive
	 * @param revoked logins that have been revoked although their HTTP sessions go on
	 */
	public HttpLogins(Supplier<SodpServer> server, Duration interval, boolean writesCount, RevokedLogins revoked) {
		this.server = server;
		this.interval = interval;
		this.writesCount = writesCount;
		this.revoked = revoked;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("sodp-logins-");
		threads.setDaemon(true);
		this.checker = new ScheduledThreadPoolExecutor(1, threads);
		this.checker.setKeepAliveTime(1, TimeUnit.SECONDS);
	}

	/** A WebSocket has been opened by a request that belongs to an HTTP session. */
	HttpLogin join(String sessionId, HttpSessionState state, SodpIdentity identity) {
		this.lock.lock();
		try {
			if (!this.started) {
				this.started = true;
				long nanos = this.interval.toNanos();
				this.checker.scheduleWithFixedDelay(this::check, nanos, nanos, TimeUnit.NANOSECONDS);
			}
			HttpLogin login = this.byId.computeIfAbsent(sessionId, (id) -> new HttpLogin(id, state));
			login.used();
			login.identities.add(identity);
			return login;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The server has accepted it, and can end it from now on. */
	void accepted(HttpLogin login, SodpIdentity identity) {
		if (login.ended || (login.state().isLocal() && !login.isAlive(login.id))) {
			expire(Set.of(identity));
		}
	}

	/** It is closed. */
	void leave(HttpLogin login, SodpIdentity identity) {
		this.lock.lock();
		try {
			login.identities.remove(identity);
			if (login.identities.isEmpty()) {
				this.byId.remove(login.id, login);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (login.hasWritten()) {
			touchSoon(login);
		}
	}

	/** It sends a CALL. */
	void wrote(HttpLogin login, int maxIdleSeconds) {
		if (!this.writesCount) {
			return;
		}
		login.wrote();
		Duration gap = this.interval;
		if (maxIdleSeconds > 0) {
			Duration quarter = Duration.ofSeconds(maxIdleSeconds).dividedBy(TOUCHES);
			gap = (quarter.compareTo(gap) < 0) ? quarter : gap;
		}
		if (login.sinceUsed().compareTo(gap) >= 0) {
			touchSoon(login);
		}
	}

	private void touchSoon(HttpLogin login) {
		if (login.touching.compareAndSet(false, true)) {
			try {
				this.checker.execute(() -> touch(login));
			}
			catch (RejectedExecutionException ex) {
				logger.debug("An HTTP session is no longer kept alive, as the application ends");
			}
		}
	}

	private void touch(HttpLogin login) {
		try {
			login.touch();
		}
		catch (IllegalStateException ex) {
			// Whether that is its end is for the next look to say.
			logger.debug("The HTTP session {} cannot be kept alive", login.id, ex);
		}
		catch (RuntimeException ex) {
			failed("A write cannot keep its HTTP session alive", ex);
		}
		finally {
			login.touching.set(false);
		}
	}

	private void check() {
		List<HttpLogin> over = new ArrayList<>();
		for (HttpLogin login : List.copyOf(this.byId.values())) {
			try {
				if (isOver(login)) {
					over.add(login);
				}
			}
			catch (RuntimeException ex) {
				failed("Cannot find out whether an HTTP session is still valid, so its SODP sessions go on", ex);
			}
		}
		try {
			end(over);
		}
		catch (RuntimeException ex) {
			// An exception would end the checks.
			failed("SODP sessions of a login that is over could not be ended", ex);
		}
	}

	private boolean isOver(HttpLogin login) {
		String id = login.id;
		if (login.hasWritten() && login.touching.compareAndSet(false, true)) {
			touch(login);
		}
		// If the id has changed meanwhile, the store was asked about another one.
		return (this.revoked.isRevoked(id) || !login.isAlive(id)) && this.byId.remove(id, login);
	}

	private void failed(String what, RuntimeException ex) {
		if (!this.failureLogged) {
			this.failureLogged = true;
			logger.warn("{}. Further failures are logged at level DEBUG", what, ex);
		}
		else {
			logger.debug(what, ex);
		}
	}

	/**
	 * Ends the SODP sessions of an HTTP session, for example after a logout that leaves
	 * it valid.
	 * @param sessionId its id
	 */
	public void end(String sessionId) {
		HttpLogin login = this.byId.remove(sessionId);
		if (login != null) {
			end(List.of(login));
		}
	}

	private void end(List<HttpLogin> logins) {
		Set<SodpIdentity> identities = Collections.newSetFromMap(new IdentityHashMap<>());
		this.lock.lock();
		try {
			for (HttpLogin login : logins) {
				login.ended = true;
				identities.addAll(login.identities);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (!identities.isEmpty()) {
			logger.debug("{} SODP sessions end with the logins of their upgrades", identities.size());
			expire(identities);
		}
	}

	private void expire(Set<SodpIdentity> identities) {
		Set<SodpIdentity> same = Collections.newSetFromMap(new IdentityHashMap<>());
		same.addAll(identities);
		this.server.get().expire(same::contains);
	}

	/**
	 * Goes on with an HTTP session under another id.
	 * @param oldId id until now
	 * @param newId id from now on
	 */
	public void renamed(String oldId, String newId) {
		this.lock.lock();
		try {
			HttpLogin login = this.byId.remove(oldId);
			if (login != null) {
				login.id = newId;
				this.byId.put(newId, login);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		end(event.getSession().getId());
	}

	@Override
	public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
		renamed(oldSessionId, event.getSession().getId());
	}

	@Override
	public void requestInitialized(ServletRequestEvent event) {
		used(event);
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		used(event);
	}

	private void used(ServletRequestEvent event) {
		if (!this.byId.isEmpty() && event.getServletRequest() instanceof HttpServletRequest request) {
			HttpLogin login = find(request.getRequestedSessionId());
			if (login != null) {
				login.used();
			}
		}
	}

	/** In the cookies of Jetty the name of its node follows the id. */
	private @Nullable HttpLogin find(@Nullable String cookie) {
		if (cookie == null) {
			return null;
		}
		HttpLogin login = this.byId.get(cookie);
		int node = cookie.lastIndexOf('.');
		return (login == null && node > 0) ? this.byId.get(cookie.substring(0, node)) : login;
	}

	/** Stops looking. */
	@Override
	public void destroy() {
		this.checker.shutdownNow();
	}

}
