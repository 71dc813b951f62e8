// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.MessageMappingReflectiveProcessor;

/**
 * Registers the hints that {@link SodpMethod} methods need in a native image: for their
 * invocation, and for the binding of the types of arguments and results.
 */
final class SodpMethodReflectiveProcessor extends MessageMappingReflectiveProcessor {

	@Override
	protected boolean couldBePayload(MethodParameter parameter) {
		return CallParameter.of(parameter) == CallParameter.ARGUMENTS;
	}

}
