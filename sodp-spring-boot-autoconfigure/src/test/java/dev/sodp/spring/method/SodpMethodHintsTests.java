// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing knows about methods that clients call.
 */
class SodpMethodHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void process() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Shop.class);
	}

	private void assertBound(Class<?> type) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type.getDeclaredMethod("a")))
			.accepts(this.hints);
	}

	@Test
	void theMethodMayBeInvoked() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Shop.class.getDeclaredMethod("call", Arguments.class, MethodInvocation.class,
					SessionInfo.class, SodpIdentity.class, Principal.class, String.class)))
			.accepts(this.hints);
	}

	@Test
	void typesOfArgumentsAndResultsMayBeBound() throws Exception {
		assertBound(Arguments.class);
		assertBound(Nested.class);
		assertBound(Optionally.class);
		assertBound(Result.class);
		assertBound(Later.class);
		assertBound(Reactive.class);
	}

	@Test
	void whatTheServerMakesNeedsNoBinding() {
		assertThat(RuntimeHintsPredicates.reflection().onType(MethodInvocation.class)).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(SessionInfo.class)).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(SodpIdentity.class)).rejects(this.hints);
	}

	record Nested(int a) {
	}

	record Arguments(Nested a) {
	}

	record Optionally(int a) {
	}

	record Result(int a) {
	}

	record Later(int a) {
	}

	record Reactive(int a) {
	}

	interface Shop {

		@SodpMethod("call")
		List<Result> call(Arguments arguments, MethodInvocation call, SessionInfo session, SodpIdentity identity,
				Principal principal, @Header("peer") String peer);

		@SodpMethod("later")
		CompletionStage<Later> later(Optional<Optionally> arguments);

		@SodpMethod("reactive")
		Mono<Reactive> reactive();

	}

}
