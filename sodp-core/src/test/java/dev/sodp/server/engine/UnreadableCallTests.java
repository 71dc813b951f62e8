// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Calls that carry what SODP values cannot be, as peers naturally write it. */
class UnreadableCallTests {

	private static final int CALL = 0x05;

	private final EngineFixture server = new EngineFixture();

	private final EngineClient client = this.server.connect();

	static Stream<Arguments> valuesThatCannotTravel() {
		return Stream.of(arguments("/value/when", value((packer) -> {
			packer.packMapHeader(2).packString("name").packString("anna");
			packer.packString("when").packTimestamp(Instant.EPOCH);
		})), arguments("/value/1", value((packer) -> {
			packer.packArrayHeader(3).packInt(1);
			packer.packBinaryHeader(2).writePayload(new byte[2]);
			packer.packInt(3);
		})), arguments("/value", value((packer) -> packer.packMapHeader(1).packInt(7).packString("x"))),
				arguments("/value",
						value((packer) -> packer.packExtensionTypeHeader((byte) 9, 1).addPayload(new byte[1]))),
				arguments("/value/0/0/0/", value((packer) -> {
					for (int i = 0; i < 200; i++) {
						packer.packArrayHeader(1);
					}
					packer.packNil();
				})));
	}

	@ParameterizedTest(name = "at {0}")
	@MethodSource("valuesThatCannotTravel")
	void isAnsweredByItsOneResultThatNamesTheOffender(String path, Writer value) {
		this.client.sendBytes(call(value, true));

		Frame.Result result = this.client.readOnly(Frame.Result.class);
		assertThat(result.callId()).isEqualTo("call-7");
		assertThat(result.success()).isFalse();
		assertThat(result.code()).isEqualTo(400);
		assertThat(result.data().stringValue()).contains(path);
		assertThat(this.server.engine.host().get("a")).isEmpty();
	}

	@ParameterizedTest(name = "at {0}")
	@MethodSource("valuesThatCannotTravel")
	void doesNotMatterWhetherTheIdComesBeforeOrAfter(String path, Writer value) {
		this.client.sendBytes(call(value, false));

		assertThat(this.client.readOnly(Frame.Result.class).callId()).isEqualTo("call-7");
	}

	@Test
	void theSessionGoesOn() {
		this.client.sendBytes(call(value((packer) -> packer.packTimestamp(Instant.EPOCH)), true));
		this.client.read();

		assertThat(this.client.result("state.set", "{'state': 'a', 'value': 1}").success()).isTrue();
		assertThat(this.server.value("a")).isEqualTo(json("1"));
	}

	@Test
	void withoutReadableIdIsAnsweredByAnError() {
		this.client.sendBytes(packed((packer) -> {
			packer.packArrayHeader(4).packInt(CALL).packInt(0).packInt(1);
			packer.packMapHeader(1).packString("method").packTimestamp(Instant.EPOCH);
		}));

		assertThat(this.client.readOnly(Frame.Error.class).code()).isEqualTo(400);
	}

	private static Writer value(Writer value) {
		return value;
	}

	private static byte[] call(Writer value, boolean idFirst) {
		return packed((packer) -> {
			packer.packArrayHeader(4).packInt(CALL).packInt(0).packInt(1).packMapHeader(3);
			if (idFirst) {
				packer.packString("call_id").packString("call-7");
			}
			packer.packString("method").packString("state.set");
			packer.packString("args").packMapHeader(2).packString("state").packString("a").packString("value");
			value.write(packer);
			if (!idFirst) {
				packer.packString("call_id").packString("call-7");
			}
		});
	}

	private static byte[] packed(Writer writer) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			writer.write(packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Writer {

		void write(MessageBufferPacker packer) throws IOException;

	}

}
