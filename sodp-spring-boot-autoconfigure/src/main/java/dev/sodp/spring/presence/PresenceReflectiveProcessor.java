// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.reflect.Method;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;

/**
 * Registers the hints a native image needs to call the method and to serialize its return
 * value.
 */
final class PresenceReflectiveProcessor extends SimpleReflectiveProcessor {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	protected void registerMethodHint(ReflectionHints hints, Method method) {
		super.registerMethodHint(hints, method);
		this.binding.registerReflectionHints(hints, method.getGenericReturnType());
	}

}
