// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Limits what requests that anyone can send add to the log: one line a minute, of a size
 * and layout that the request does not choose.
 */
public final class OncePerMinute {

	private static final int LONGEST_TEXT = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final Occasions occasions;

	/**
	 * Creates it; the first line is allowed.
	 * @param nanoClock a clock such as {@link System#nanoTime()}
	 */
	public OncePerMinute(LongSupplier nanoClock) {
		this.occasions = new Occasions(nanoClock);
	}

	/**
	 * Asks for a line.
	 * @return how many lines before this one were refused, or empty if this one is
	 */
	public OptionalLong next() {
		long refused = this.occasions.next();
		return (refused >= 0) ? OptionalLong.of(refused) : OptionalLong.empty();
	}

	/**
	 * Makes a text of a request fit for the log, which must not take its layout or its
	 * size from it.
	 * @param text any text
	 * @return a line of limited length
	 */
	public static String readable(String text) {
		String printable = CONTROL.matcher(text).replaceAll("?");
		return (printable.length() <= LONGEST_TEXT) ? printable : printable.substring(0, LONGEST_TEXT) + "…";
	}

}
