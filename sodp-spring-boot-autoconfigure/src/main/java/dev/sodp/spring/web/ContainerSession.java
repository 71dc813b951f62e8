// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;

import jakarta.servlet.http.HttpSession;

/**
 * An HTTP session that the servlet container keeps.
 *
 * <p>
 * The container may notice minutes later that a session has been idle for too long, and
 * what it says about the last request means something different in each. So the idle time
 * is counted here.
 */
final class ContainerSession implements HttpSessionState {

	private final HttpSession session;

	ContainerSession(HttpSession session) {
		this.session = session;
	}

	@Override
	public boolean isAlive(String id, Duration idle) {
		try {
			this.session.getCreationTime();
			int longest = this.session.getMaxInactiveInterval();
			return longest <= 0 || idle.compareTo(Duration.ofSeconds(longest)) <= 0;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	@Override
	public void touch(String id) {
		this.session.getAccessor().access((accessed) -> {
		});
	}

	@Override
	public boolean isLocal() {
		return true;
	}

}
