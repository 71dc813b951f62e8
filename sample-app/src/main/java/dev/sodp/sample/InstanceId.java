// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.util.UUID;

import org.springframework.stereotype.Component;

/**
 * Identifies this run of the application.
 */
@Component
final class InstanceId {

	private final String value = UUID.randomUUID().toString().substring(0, 8);

	@Override
	public String toString() {
		return this.value;
	}

}
