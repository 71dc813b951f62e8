// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpServerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Whether the server asks nothing of its clients, so that only those on this machine may
 * connect.
 */
final class ServerExposure {

	private static final Logger logger = LoggerFactory.getLogger(SodpServerAutoConfiguration.class);

	private final boolean opened;

	private volatile boolean secured;

	ServerExposure(boolean opened, ListableBeanFactory beanFactory) {
		this.opened = opened;
		this.secured = has(beanFactory, SodpAuthenticator.class) || has(beanFactory, AccessPolicy.class);
	}

	private static boolean has(ListableBeanFactory beanFactory, Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false).length > 0;
	}

	/**
	 * The server has been built, perhaps with more than what the context has as beans.
	 */
	void built(SodpServerOptions options, String path) {
		this.secured = options.authenticator() != null || !options.accessPolicy().equals(AccessPolicy.ALLOW_ALL);
		if (!this.secured) {
			logger.info("There is neither a SodpAuthenticator nor an AccessPolicy: {}", this.opened
					? "everyone who reaches " + path + " may read and write all state, as sodp.server.open is set"
					: path + " serves clients on this machine, and users that Spring Security has authenticated");
		}
	}

	boolean isLocalOnly() {
		return !this.opened && !this.secured;
	}

}
