// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * An HTTP session in a store of Spring Session, which need not report its end to this
 * application. Loaded only if Spring Session has handled the request.
 *
 * @param <S> the type of session
 */
final class StoredSession<S extends Session> implements HttpSessionState {

	private final SessionRepository<S> repository;

	StoredSession(SessionRepository<S> repository) {
		this.repository = repository;
	}

	static HttpSessionState in(Object repository) {
		return new StoredSession<>((SessionRepository<?>) repository);
	}

	@Override
	public boolean isAlive(String id, Duration idle) {
		return find(id) != null;
	}

	@Override
	public void touch(String id) {
		S session = find(id);
		if (session == null) {
			throw new IllegalStateException("The HTTP session is no longer in its store");
		}
		session.setLastAccessedTime(Instant.now());
		this.repository.save(session);
	}

	private @Nullable S find(String id) {
		S session = this.repository.findById(id);
		return (session != null && !session.isExpired()) ? session : null;
	}

	@Override
	public boolean isLocal() {
		return false;
	}

}
