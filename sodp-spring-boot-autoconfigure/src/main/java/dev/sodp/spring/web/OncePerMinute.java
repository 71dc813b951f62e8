// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import dev.sodp.internal.Occasions;

/**
 * Limits what requests that anyone can send add to the log: one line a minute, of a size
 * and layout that the request does not choose.
 */
final class OncePerMinute {

	private static final int LONGEST_TEXT = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final Occasions occasions;

	OncePerMinute(LongSupplier nanoClock) {
		this.occasions = new Occasions(nanoClock);
	}

	/**
	 * Asks for a line.
	 * @return how many lines before this one were refused, or empty if this one is
	 */
	OptionalLong next() {
		long refused = this.occasions.next();
		return (refused >= 0) ? OptionalLong.of(refused) : OptionalLong.empty();
	}

	/** The log must not take its layout or its size from a request. */
	static String readable(String text) {
		String printable = CONTROL.matcher(text).replaceAll("?");
		return (printable.length() <= LONGEST_TEXT) ? printable : printable.substring(0, LONGEST_TEXT) + "…";
	}

}
