// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom to believe when several servers are asked. */
class SurveyTests {

	private static final RedisURI ONE = RedisURI.create("one", 1);

	private static final RedisURI OTHER = RedisURI.create("other", 2);

	private final List<CompletableFuture<RedisURI>> asked = new ArrayList<>();

	private final CompletableFuture<List<RedisURI>> result = Survey.ask(List.of(ONE, OTHER, ONE), (server) -> {
		CompletableFuture<RedisURI> answer = new CompletableFuture<>();
		this.asked.add(answer);
		return answer;
	});

	@Test
	void whenMostHaveAnsweredThenTheRestIsNotAwaited() {
		this.asked.get(1).complete(ONE);
		assertThat(this.result).isNotDone();
		this.asked.get(2).complete(ONE);

		assertThat(this.result).isCompletedWithValue(List.of(ONE));
	}

	@Test
	void whenAnswersDifferThenThatOfMostComesFirst() {
		this.asked.get(0).complete(OTHER);
		this.asked.get(1).complete(ONE);

		assertThat(this.result.join()).containsExactlyInAnyOrder(ONE, OTHER);
	}

	@Test
	void whenOthersFailThenOneAnswerIsEnough() {
		this.asked.get(0).completeExceptionally(new IllegalStateException());
		this.asked.get(1).complete(ONE);
		assertThat(this.result).isNotDone();
		this.asked.get(2).completeExceptionally(new IllegalStateException());

		assertThat(this.result).isCompletedWithValue(List.of(ONE));
	}

	@Test
	void whenAllFailThenSurveyFails() {
		this.asked.forEach((each) -> each.completeExceptionally(new IllegalStateException()));

		assertThat(this.result).isCompletedExceptionally();
	}

}
