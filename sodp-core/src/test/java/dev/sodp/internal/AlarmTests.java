// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AlarmTests {

	private static final long FAR = Duration.ofHours(1).toNanos();

	private final BlockingQueue<Long> rung = new LinkedBlockingQueue<>();

	private final Alarm alarm = new Alarm(this.rung::add);

	private long nextRing() throws InterruptedException {
		Long setting = this.rung.poll(20, TimeUnit.SECONDS);
		assertThat(setting).as("rings").isNotNull();
		return setting;
	}

	@Test
	void ringsWhenTheTimeHasCome() throws Exception {
		this.alarm.atLatest(1, 0);

		assertThat(this.alarm.rang(nextRing())).isTrue();
	}

	@Test
	void aTimeThatHasPassedRingsAtOnce() throws Exception {
		this.alarm.atLatest(-5, 0);

		assertThat(this.alarm.rang(nextRing())).isTrue();
	}

	@Test
	void canBeBroughtForward() throws Exception {
		this.alarm.atLatest(FAR, 0);
		this.alarm.atLatest(1, 0);

		assertThat(this.alarm.rang(nextRing())).isTrue();
	}

	@Test
	void aLaterTimeDoesNotPutItOff() throws Exception {
		this.alarm.atLatest(1, 0);
		this.alarm.atLatest(FAR, 0);

		assertThat(this.alarm.rang(nextRing())).isTrue();
	}

	@Test
	void countsOnceOnly() throws Exception {
		this.alarm.atLatest(1, 0);
		long setting = nextRing();
		this.alarm.rang(setting);

		assertThat(this.alarm.rang(setting)).isFalse();
	}

	@Test
	void oneThatWasReplacedWhileItRangDoesNotCountAndTheOtherDoes() throws Exception {
		this.alarm.atLatest(2, 0);
		long replaced = nextRing();
		this.alarm.atLatest(1, 0);

		assertThat(this.alarm.rang(replaced)).isFalse();
		assertThat(this.alarm.rang(nextRing())).isTrue();
	}

	@Test
	void oneThatWasCancelledWhileItRangDoesNotCount() throws Exception {
		this.alarm.atLatest(1, 0);
		long setting = nextRing();
		this.alarm.cancel();

		assertThat(this.alarm.rang(setting)).isFalse();
	}

	@Test
	void canBeSetAgainAfterItRang() throws Exception {
		this.alarm.atLatest(1, 0);
		this.alarm.rang(nextRing());
		this.alarm.atLatest(FAR, 0);
		this.alarm.cancel();
		this.alarm.atLatest(2, 0);

		assertThat(this.alarm.rang(nextRing())).isTrue();
		await().untilAsserted(() -> assertThat(this.rung).isEmpty());
	}

}
