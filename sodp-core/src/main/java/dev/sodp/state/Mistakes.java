// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.io.InputStream;
import java.io.Reader;
import java.util.BitSet;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

/**
 * Java objects that Jackson writes, but not as what they hold, so that whoever gives one
 * to a write must have forgotten a step.
 */
final class Mistakes {

	private static final ClassValue<@Nullable String> mistakes = new ClassValue<>() {

		@Override
		protected @Nullable String computeValue(Class<?> type) {
			return find(type);
		}

	};

	private Mistakes() {
	}

	/**
	 * Returns what is wrong with a part of a value and what to write instead, null if it
	 * may be written.
	 */
	static @Nullable String in(Class<?> type) {
		return mistakes.get(type);
	}

	/**
	 * Like {@link #in}, for what is written as a whole. There an {@code Optional} is
	 * ambiguous: if it is empty, the key may be meant to hold null or to be deleted.
	 */
	static @Nullable String inWhole(Class<?> type) {
		if (type == Optional.class || type == OptionalInt.class || type == OptionalLong.class
				|| type == OptionalDouble.class) {
			return "is an " + type.getSimpleName() + "; write what it holds, and null or nothing if it is empty";
		}
		return in(type);
	}

	private static @Nullable String find(Class<?> type) {
		String name = type.getName();
		if (CompletionStage.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)) {
			return "is a future (" + name + "), not its result; write the result once it is there, for example"
					+ " future.thenCompose((result) -> sodp.set(key, result))";
		}
		if (Flow.Publisher.class.isAssignableFrom(type) || isReactive(type)) {
			return "is a publisher (" + name + "), not what it publishes; write that, for example"
					+ " mono.flatMap((result) -> reactiveSodp.set(key, result))";
		}
		if (BaseStream.class.isAssignableFrom(type) || Iterator.class.isAssignableFrom(type)
				|| Enumeration.class.isAssignableFrom(type)) {
			return "can be read only once (" + name + "); write a list of its elements";
		}
		if (InputStream.class.isAssignableFrom(type) || Reader.class.isAssignableFrom(type)) {
			return "is a source of data (" + name + "), not what can be read from it; write that as a String";
		}
		if (BitSet.class.isAssignableFrom(type)) {
			return "is a BitSet, whose bits Jackson does not write; write toLongArray()";
		}
		return type.isHidden() ? "is a lambda expression; write what it returns" : null;
	}

	/** Reactive Streams need not be on the class path. */
	private static boolean isReactive(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			for (Class<?> implemented : each.getInterfaces()) {
				if (implemented.getName().equals("org.reactivestreams.Publisher") || isReactive(implemented)) {
					return true;
				}
			}
		}
		return false;
	}

}
