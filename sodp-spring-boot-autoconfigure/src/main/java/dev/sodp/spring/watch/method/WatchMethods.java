// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

import dev.sodp.spring.internal.AnnotatedMethods;
import dev.sodp.spring.internal.MostSpecific;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.spring.watch.SodpWatches;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Finds and describes the methods annotated with {@link SodpWatch}.
 */
public final class WatchMethods {

	public static final AnnotatedMethods<Set<SodpWatch>> FINDER = new AnnotatedMethods<>(
			List.of(SodpWatch.class, SodpWatches.class), WatchMethods::annotations);

	private WatchMethods() {
	}

	private static @Nullable Set<SodpWatch> annotations(Method method) {
		Set<SodpWatch> annotations = MostSpecific.all(method, SodpWatch.class, SodpWatches.class);
		return annotations.isEmpty() ? null : annotations;
	}

	static @Nullable SendTo sendTo(Method method) {
		return MostSpecific.one(method, SendTo.class);
	}

	public static boolean hasSendTo(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, SendTo.class);
	}

}
