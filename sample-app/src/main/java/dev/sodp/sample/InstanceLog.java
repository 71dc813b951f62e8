// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Watches the members of a map: one call for each instance that appears, changes or
 * disappears.
 */
@Component
final class InstanceLog {

	private static final Logger logger = LoggerFactory.getLogger(InstanceLog.class);

	@SodpWatch(value = Instance.KEY, path = "/{id}")
	void onInstance(@DestinationVariable String id, @Nullable Instance instance) {
		if (instance != null) {
			logger.info("Instance {} is present as {}, see http://localhost:{}/", id, instance.role(), instance.port());
		}
		else {
			logger.info("Instance {} is gone", id);
		}
	}

}
