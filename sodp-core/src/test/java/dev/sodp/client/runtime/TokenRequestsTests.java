// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpTokenProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a token provider is asked, and what becomes of its answer. */
class TokenRequestsTests {

	private final Queue<Runnable> threads = new ArrayDeque<>();

	private final List<String> answers = new ArrayList<>();

	private final TokenRequests requests = new TokenRequests(this.threads::add);

	@Test
	void providerIsAskedOnAnotherThread() {
		ask(SodpTokenProvider.fixed("secret"));
		assertThat(this.answers).isEmpty();
		this.threads.remove().run();
		assertThat(this.answers).containsExactly("secret");
	}

	@Test
	void providerThatThrowsHasAnswered() {
		ask(() -> {
			throw new IllegalStateException("no luck");
		});
		this.threads.remove().run();
		assertThat(this.answers).containsExactly("java.lang.IllegalStateException: no luck");
	}

	@Test
	void providerThatDoesNotReturnIsNotAskedForEver() {
		for (int i = 0; i < TokenRequests.MAX_AT_ONCE; i++) {
			ask(SodpTokenProvider.fixed("late"));
		}
		ask(SodpTokenProvider.fixed("too many"));
		assertThat(this.threads).hasSize(TokenRequests.MAX_AT_ONCE);
		assertThat(this.answers).singleElement().asString().contains("has not returned from 4 earlier calls");
	}

	@Test
	void providerThatHasReturnedIsAskedAgainBeforeItsAnswerComes() {
		for (int i = 0; i < 2 * TokenRequests.MAX_AT_ONCE; i++) {
			ask(CompletableFuture::new);
			this.threads.remove().run();
		}
		assertThat(this.answers).isEmpty();
	}

	private void ask(SodpTokenProvider provider) {
		this.requests.ask(provider,
				(token, failure) -> this.answers.add((token != null) ? token : String.valueOf(failure)));
	}

}
