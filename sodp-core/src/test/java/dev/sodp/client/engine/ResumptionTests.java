// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a session resumes keys and when it takes them afresh. */
class ResumptionTests {

	private final Resumption resumption = new Resumption();

	@Test
	void restoredSessionIsFollowedByOneThatResumes() {
		assertThat(session("a")).isTrue();
		this.resumption.restored();
		assertThat(session("a")).isTrue();
	}

	@Test
	void sessionLostBeforeAllIsRestoredIsFollowedByOneThatTakesKeysAfresh() {
		session("a");
		assertThat(session("a")).isFalse();
		assertThat(session("a")).isFalse();
		this.resumption.restored();
		assertThat(session("a")).isTrue();
	}

	@Test
	void otherHistoryIsTakenAfresh() {
		session("a");
		this.resumption.restored();
		assertThat(session("b")).isFalse();
	}

	@Test
	void otherHistoryIsNotForgottenWhenTheSessionNeverCameToBe() {
		session("a");
		this.resumption.restored();
		this.resumption.greeted(capabilities("b"));
		assertThat(session("b")).isFalse();
	}

	@Test
	void serverThatTellsNoHistoryIsTrusted() {
		session(null);
		this.resumption.restored();
		assertThat(session(null)).isTrue();
	}

	@Test
	void serverThatBeginsOrCeasesToTellItsHistoryIsAnotherOne() {
		session("a");
		this.resumption.restored();
		assertThat(session(null)).isFalse();
		this.resumption.restored();
		assertThat(session("a")).isFalse();
	}

	@Test
	void anotherSubjectTakesKeysAfresh() {
		session("a", "alice");
		this.resumption.restored();
		assertThat(session("a", "alice")).isTrue();
		this.resumption.restored();
		assertThat(session("a", "bob")).isFalse();
	}

	@Test
	void handOverOfSessionThatResumesIsNotHeldAgainstResuming() {
		session("a");
		this.resumption.handedOver();
		assertThat(session("a")).isTrue();
	}

	@Test
	void handOverOfSessionThatTakesKeysAfreshChangesNothing() {
		session("a");
		session("a");
		this.resumption.handedOver();
		assertThat(session("a")).isFalse();
	}

	private boolean session(String epoch, String subject) {
		this.resumption.greeted(capabilities(epoch));
		this.resumption.authenticated(subject);
		return this.resumption.sessionLive();
	}

	private boolean session(@Nullable String epoch) {
		this.resumption.greeted(capabilities(epoch));
		return this.resumption.sessionLive();
	}

	private static Capabilities capabilities(@Nullable String epoch) {
		return Capabilities.builder().with(Feature.values()).epoch(epoch).build();
	}

}
