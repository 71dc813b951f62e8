// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/**
 * How exactly the operations of a received delta must fit the value they are applied to
 * (protocol section 4). A server computes a delta from the value it holds, so an
 * operation that does not find what it presupposes shows that the local value is another
 * one. How much an operation presupposes depends on the server.
 */
public enum Fit {

	/**
	 * Like {@link #EXACT}, from a server that may write names into paths as they are:
	 * what reads like an escape does not fit, nor what may be about a member without a
	 * name.
	 */
	GUARDED,

	/**
	 * As servers do that compare two values: ADD finds a parent without the member,
	 * UPDATE and REMOVE find the member.
	 */
	EXACT,

	/**
	 * As servers do that pass on what was written: ADD and UPDATE set a member whether it
	 * was there or not, in objects and arrays that they build where nothing or null was.
	 */
	SETTING,

	/**
	 * Whatever was there: only what
	 * {@link Deltas#apply(tools.jackson.databind.JsonNode, java.util.List)} would ignore,
	 * such as an index beyond the end of an array, does not fit.
	 */
	ANY

}
