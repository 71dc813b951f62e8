// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.reflect.Method;

import dev.sodp.spring.watch.method.ParameterKind;
import dev.sodp.spring.watch.method.WatchMethods;

import org.springframework.aot.hint.ReflectionHints;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.MessageMappingReflectiveProcessor;

/**
 * Registers the hints that {@link SodpWatch} methods need in a native image: for their
 * invocation, and for the binding of every type they mention that Jackson reads or
 * writes, including those wrapped in {@code Optional}, {@code StateChange} and the like.
 * Types that this library creates itself need no binding.
 */
final class SodpWatchReflectiveProcessor extends MessageMappingReflectiveProcessor {

	@Override
	protected void registerReturnValueHints(ReflectionHints hints, Method method) {
		if (WatchMethods.hasSendTo(method)) {
			super.registerReturnValueHints(hints, method);
		}
	}

	@Override
	protected boolean couldBePayload(MethodParameter parameter) {
		return super.couldBePayload(parameter) && !ParameterKind.OWN_TYPES.contains(parameter.getParameterType())
				&& !ParameterKind.isOps(parameter);
	}

}
