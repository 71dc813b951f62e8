// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadWindowTests {

	private static final int SIZE = 8 * 1024;

	private final ReadWindow window = new ReadWindow();

	@Test
	void admitsWhatFits() {
		assertThat(this.window.admits(SIZE)).isTrue();
		assertThat(this.window.admits(SIZE + 1)).isFalse();
	}

	@Test
	void whatWasSentTakesRoom() {
		this.window.add(SIZE - 1);

		assertThat(this.window.admits(1)).isTrue();
		assertThat(this.window.admits(2)).isFalse();
	}

	@Test
	void aPongMakesRoomForWhatWasSentBeforeItsPing() {
		this.window.add(SIZE);
		long nonce = this.window.nextPing().getLong(0);
		this.window.add(10);

		this.window.confirm(nonce);

		assertThat(this.window.admits(SIZE - 10)).isTrue();
		assertThat(this.window.admits(SIZE)).isFalse();
	}

	@Test
	void aPongWithAnotherNumberConfirmsNothing() {
		this.window.add(SIZE);
		long nonce = this.window.nextPing().getLong(0);

		this.window.confirm(nonce + 1);

		assertThat(this.window.admits(1)).isFalse();
	}

	@Test
	void aPongConfirmsOnce() {
		this.window.add(SIZE);
		long nonce = this.window.nextPing().getLong(0);
		this.window.confirm(nonce);
		this.window.add(SIZE);

		this.window.confirm(nonce);

		assertThat(this.window.admits(1)).isFalse();
	}

	@Test
	void aPingIsDueWhenHalfIsUnconfirmedAndNoneIsOut() {
		this.window.add(SIZE / 2);
		assertThat(this.window.isHalfFull()).isFalse();

		this.window.add(1);
		assertThat(this.window.isHalfFull()).isTrue();

		this.window.nextPing();
		assertThat(this.window.isHalfFull()).isFalse();
	}

}
