// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.server.StateMutationInterceptor;

/** What loaders and interceptors have to do with a mutation. */
final class Involvement {

	/** Whether it is not known if the key exists. */
	private boolean unseen;

	/** Whether the loader of the key has to say what is to be written. */
	private boolean toBeLoaded;

	/** Of what was loaded, the version of the key before. */
	private long loadedOn = PendingMutation.ANY_VERSION;

	private List<StateMutationInterceptor> interceptors = List.of();

	private Consent consent = Consent.NOT_ASKED;

	boolean isUnseen() {
		return this.unseen;
	}

	void unseen(boolean isUnseen) {
		this.unseen = isUnseen;
	}

	boolean isToBeLoaded() {
		return this.toBeLoaded;
	}

	void toBeLoaded(boolean isToBeLoaded) {
		this.toBeLoaded = isToBeLoaded;
	}

	long loadedOn() {
		return this.loadedOn;
	}

	void loadedOn(long version) {
		this.loadedOn = version;
	}

	/** Who is asked about the mutation; empty if no one is. */
	List<StateMutationInterceptor> interceptors() {
		return this.interceptors;
	}

	void interceptors(List<StateMutationInterceptor> those) {
		this.interceptors = those;
	}

	Consent consent() {
		return this.consent;
	}

	void consent(Consent newConsent) {
		this.consent = newConsent;
	}

	/** How far the interceptors are. */
	enum Consent {

		/** They have to be asked yet, if there are any. */
		NOT_ASKED,

		/** They have not answered. */
		ASKED,

		/** One of them has failed or refused, after effects that may have happened. */
		FAILED,

		/** They agreed, so their effects have happened. */
		GIVEN

	}

}
