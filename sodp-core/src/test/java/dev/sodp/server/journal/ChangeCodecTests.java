// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.Arrays;
import java.util.List;

import dev.sodp.protocol.Envelope;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChangeCodecTests {

	private static final List<DeltaOp> OPS = List.of(
			DeltaOp.update("/a", ImmutableNodes.array(List.of(IntNode.valueOf(300)))), DeltaOp.remove("/b"),
			DeltaOp.add("/c/-", JsonNodeFactory.instance.nullNode()));

	private final FrameEncoder encoder = new FrameEncoder();

	@Test
	void aChangeComesBackAsItWas() {
		PresenceChange presence = PresenceChange.bind(StatePath.parse("/u~1v"), new PresenceOwner("life", 7),
				List.of(StatePath.parse("/w"), StatePath.parse("/x/y")));
		Change change = new Change("room", 42, this.encoder.encodeOps(OPS), 1_700_000_000_000L,
				new Author("alice", "life:7"), presence);

		Change decoded = ChangeCodec.decode("room", 42, ChangeCodec.encode(change));

		assertThat(decoded).usingRecursiveComparison().isEqualTo(change);
		assertThat(decoded.ops()).isEqualTo(OPS);
	}

	@Test
	void authorAndPresenceMayBeMissing() {
		Change change = new Change("room", 1, this.encoder.encodeOps(List.of()), 0, null, PresenceChange.NONE);

		assertThat(ChangeCodec.decode("room", 1, ChangeCodec.encode(change))).usingRecursiveComparison()
			.isEqualTo(change);
	}

	@Test
	void fieldsOfANewerServerAreIgnored() {
		ObjectNode fields = JsonNodeFactory.instance.objectNode().put("format", 1).put("at", 5).put("later", "new");

		Change decoded = ChangeCodec.decode("room", 1, Envelope.encode(fields, this.encoder.encodeOps(OPS)));

		assertThat(decoded.at()).isEqualTo(5);
		assertThat(decoded.ops()).isEqualTo(OPS);
	}

	@Test
	void aNewerFormatIsRefusedByItsNumber() {
		ObjectNode fields = JsonNodeFactory.instance.objectNode().put("format", 2);
		byte[] stored = Envelope.encode(fields, this.encoder.encodeOps(OPS));

		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> ChangeCodec.decode("room", 1, stored))
			.withMessageContaining("format 2");
	}

	@Test
	void whatIsCutOffIsRefused() {
		byte[] stored = ChangeCodec
			.encode(new Change("room", 1, this.encoder.encodeOps(OPS), 5, null, PresenceChange.NONE));

		for (int length = 0; length < stored.length; length++) {
			byte[] cut = Arrays.copyOf(stored, length);
			assertThatExceptionOfType(MalformedFrameException.class)
				.isThrownBy(() -> ChangeCodec.decode("room", 1, cut));
		}
	}

}
