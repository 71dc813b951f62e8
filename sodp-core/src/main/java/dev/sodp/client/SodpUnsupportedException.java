// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.Feature;

/**
 * Thrown when a call was not sent because the server does not advertise what it needs and
 * would misunderstand it. Trying again helps only with another server.
 */
public final class SodpUnsupportedException extends SodpNotSentException {

	private static final long serialVersionUID = 1L;

	/** The feature as {@link #feature()} returns it. */
	private final Feature feature;

	/**
	 * Creates the exception.
	 * @param message names the call and the server; the name of the capability is
	 * appended
	 * @param feature what the server lacks
	 */
	public SodpUnsupportedException(String message, Feature feature) {
		super(message + " (capability " + feature.wireName() + ")", null);
		this.feature = feature;
	}

	/**
	 * Returns what the server lacks.
	 * @return the feature that its HELLO does not advertise
	 */
	public Feature feature() {
		return this.feature;
	}

}
