// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/** What a native image must keep of the actuator endpoint. */
class SodpEndpointHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void operationsCanBeInvoked() throws NoSuchMethodException {
		register();
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SodpEndpoint.class.getMethod("reconnect", String.class))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SodpEndpointWebExtension.class.getMethod("reconnect", String.class)))
			.accepts(this.hints);
	}

	@Test
	void answersCanBeWritten() throws NoSuchMethodException {
		register();
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SodpEndpoint.KeyDescriptor.class.getMethod("subscribers"))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SodpEndpoint.ErrorDescriptor.class.getMethod("message"))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SodpEndpoint.ValueDescriptor.class.getMethod("value"))).accepts(this.hints);
	}

	private void register() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, SodpEndpoint.class,
				SodpEndpointWebExtension.class);
	}

}
