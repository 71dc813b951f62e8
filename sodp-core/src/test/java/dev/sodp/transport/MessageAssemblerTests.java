// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageAssemblerTests {

	private final MessageAssembler assembler = new MessageAssembler(10);

	@Test
	void wholeMessageIsPassedOnAsItIs() {
		ByteBuffer whole = bytes("abc");
		assertThat(this.assembler.add(whole, true)).isSameAs(whole);
	}

	@Test
	void fragmentsAreJoined() {
		assertThat(this.assembler.add(bytes("abc"), false)).isNull();
		assertThat(this.assembler.add(bytes("def"), false)).isNull();
		assertThat(text(this.assembler.add(bytes("g"), true))).isEqualTo("abcdefg");
		assertThat(this.assembler.add(bytes("x"), false)).isNull();
		assertThat(text(this.assembler.add(bytes("y"), true))).isEqualTo("xy");
	}

	@Test
	void messageOfExactlyTheLimitIsAccepted() {
		this.assembler.add(bytes("12345"), false);
		assertThat(text(this.assembler.add(bytes("67890"), true))).hasSize(10);
	}

	@Test
	void sumOfFragmentsIsLimited() {
		this.assembler.add(bytes("12345"), false);
		assertThatThrownBy(() -> this.assembler.add(bytes("678901"), true)).hasMessageContaining("more than 10 bytes");
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(ByteBuffer message) {
		assertThat(message).isNotNull();
		byte[] bytes = new byte[message.remaining()];
		message.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
