// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How much is asked of a server at a time, and how soon again (protocol section 3). */
class RestorePaceTests {

	private final EngineHarness client = new EngineHarness();

	@Test
	void groupHasAtMostHalfAsManyKeysAsTheServersQueueHasRoomFor() {
		this.client.live(queueOf(20));
		this.client.watch(keys(25, ""));
		assertThat(sizes()).containsExactly(10);
		answer(this.client.lastSent(Frame.Watch.class));
		assertThat(sizes()).containsExactly(10, 10);
		answer(this.client.lastSent(Frame.Watch.class));
		assertThat(sizes()).containsExactly(10, 10, 5);
	}

	@Test
	void groupHasAtMost500Keys() {
		this.client.live(queueOf(100_000));
		this.client.watch(keys(600, ""));
		assertThat(sizes()).containsExactly(500);
	}

	@Test
	void nextGroupGoesWhenTheLastIsAnsweredInFull() {
		this.client.live(queueOf(20));
		this.client.watch(keys(25, ""));
		List<String> first = this.client.lastSent(Frame.Watch.class).states();
		first.subList(0, 9).forEach((key) -> this.client.init(10 + first.indexOf(key), key, 1, 1));
		assertThat(sizes()).containsExactly(10);
		this.client.init(30, first.get(9), 1, 1);
		assertThat(sizes()).containsExactly(10, 10);
	}

	@Test
	void groupHasAtMost32KibibytesOfNames() {
		this.client.live();
		this.client.watch(keys(100, "\u00e4".repeat(400)));
		List<String> watched = new ArrayList<>();
		for (int i = 0; watched.size() < 100; i++) {
			Frame.Watch group = this.client.sent(Frame.Watch.class).get(i);
			assertThat(String.join("", group.states()).getBytes(StandardCharsets.UTF_8).length)
				.isLessThanOrEqualTo(32 * 1024);
			watched.addAll(group.states());
			answer(group);
		}
		assertThat(watched).doesNotHaveDuplicates();
	}

	@Test
	void rateLimitedResumeIsRetried() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.reconnect(EngineHarness.FULL);
		this.client.error(this.client.lastSent(Frame.Resume.class).stream(), 429, "rate limit exceeded");
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.sent(Frame.Resume.class)).hasSize(2);
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(4);
	}

	@Test
	void refusalForTheRateIsRetriedEverMoreSlowlyUpTo30Seconds() {
		this.client.live();
		this.client.watch("game");
		List<Long> pauses = new ArrayList<>();
		for (int i = 1; i <= 8; i++) {
			this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 429, "too many watches");
			long refused = this.client.time;
			while (this.client.sent(Frame.Watch.class).size() == i) {
				this.client.keepAlive(Duration.ofSeconds(1));
			}
			pauses.add(Duration.ofNanos(this.client.time - refused).toSeconds());
		}
		assertThat(pauses).isSorted().endsWith(31L, 31L);
	}

	/** Only a server that ends a session is the reason not to resume. */
	@Test
	void reconnectOnRequestAfterTheRestoreResumes() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.engine.reconnect();
		this.client.hello(EngineHarness.FULL, false);
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(4);
	}

	private static Capabilities queueOf(int frames) {
		return EngineHarness.FULL.toBuilder().limit(Limit.BACKPRESSURE, frames).build();
	}

	private List<Integer> sizes() {
		return this.client.sent(Frame.Watch.class).stream().map((watch) -> watch.states().size()).toList();
	}

	private void answer(Frame.Watch group) {
		for (String key : group.states()) {
			this.client.init(10_000 + this.client.sent.size() * 1000L + group.states().indexOf(key), key, 1, 1);
		}
	}

	private static String[] keys(int count, String suffix) {
		return IntStream.range(0, count).mapToObj((i) -> "key" + i + suffix).toArray(String[]::new);
	}

}
