// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageAssemblyTests {

	private final MessageAssembly assembly = new MessageAssembly(5);

	private final List<String> messages = new ArrayList<>();

	private void add(String part, boolean last) {
		this.assembly.add(ByteBuffer.wrap(part.getBytes()), last, (message) -> {
			byte[] bytes = new byte[message.remaining()];
			message.get(bytes);
			this.messages.add(new String(bytes));
		});
	}

	@Test
	void aWholeMessagePassesAsItIs() {
		add("abc", true);

		assertThat(this.messages).containsExactly("abc");
	}

	@Test
	void partsAreJoined() {
		add("a", false);
		add("bc", false);
		add("de", true);

		assertThat(this.messages).containsExactly("abcde");
	}

	@Test
	void anEmptyLastPartEndsTheMessage() {
		add("ab", false);
		add("", true);

		assertThat(this.messages).containsExactly("ab");
	}

	@Test
	void messagesDoNotMix() {
		add("a", false);
		add("b", true);
		add("c", false);
		add("d", true);

		assertThat(this.messages).containsExactly("ab", "cd");
	}

	@Test
	void ofATooLargeMessageOneByteMoreThanAllowedIsDelivered() {
		add("abcdefgh", true);

		assertThat(this.messages).containsExactly("abcdef");
	}

	@Test
	void aTooLargeMessageIsDeliveredAsSoonAsThatIsKnownAndItsRestIsDropped() {
		add("abcd", false);
		add("efgh", false);
		assertThat(this.messages).containsExactly("abcdef");
		add("ijkl", true);

		assertThat(this.messages).containsExactly("abcdef");
	}

	@Test
	void afterATooLargeMessageTheNextOneIsDelivered() {
		add("abcdefgh", false);
		add("ij", true);
		add("k", true);

		assertThat(this.messages).containsExactly("abcdef", "k");
	}

}
