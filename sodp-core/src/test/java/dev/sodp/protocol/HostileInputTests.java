// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePacker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever the bytes are, the decoder answers with a frame or with its one exception.
 */
class HostileInputTests {

	private static final List<byte[]> GOLDEN = GoldenFrames.all().map(GoldenFrames::bytes).toList();

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

	private final FrameEncoder encoder = new FrameEncoder();

	/** Null for a malformed message; every other outcome than a frame fails the test. */
	private Frame decode(byte[] message, String about) {
		return decode(message, about, 0);
	}

	/** Plain conditions: this runs half a million times. */
	private Frame decode(byte[] message, String about, int seed) {
		ByteBuffer buffer = ByteBuffer.wrap(message);
		try {
			Frame frame = this.decoder.decode(buffer);
			if (buffer.hasRemaining()) {
				fail("not consumed: " + describe(message, about, seed));
			}
			return frame;
		}
		catch (MalformedFrameException ex) {
			if (ex.offset() < 0 || ex.offset() > message.length || ex.getMessage().isBlank()) {
				fail("bad message: " + describe(message, about, seed), ex);
			}
			return null;
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
			return fail(describe(message, about, seed), ex);
		}
	}

	private static String describe(byte[] message, String about, int seed) {
		return about + seed + ": " + Bytes.hex(Arrays.copyOf(message, Math.min(message.length, 500)));
	}

	@Test
	void goldenFramesCutShortAtEveryByteAreMalformed() {
		for (byte[] golden : GOLDEN) {
			for (int length = 0; length < golden.length; length++) {
				if (decode(Arrays.copyOf(golden, length), "cut to ", length) != null) {
					fail(describe(golden, "understood although cut to ", length));
				}
			}
		}
	}

	@Test
	void goldenFramesWithEachByteReplacedAreSurvived() {
		byte[] replacements = Bytes.hex("007f80818f90919fa0a1bfc0c1c2c3c4c6c7c9cacbcccfd0d3d4d8d9dbdcdddedfe0ff");
		for (byte[] golden : GOLDEN) {
			byte[] message = golden.clone();
			for (int i = 0; i < message.length; i++) {
				for (byte replacement : replacements) {
					message[i] = replacement;
					decode(message, "byte ", i);
				}
				message[i] = golden[i];
			}
		}
	}

	@Test
	void randomChangesOfGoldenFramesAreSurvived() {
		int understood = 0;
		for (int seed = 0; seed < 100_000; seed++) {
			Random random = new Random(seed);
			byte[] message = GOLDEN.get(random.nextInt(GOLDEN.size())).clone();
			for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
				message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
			}
			Frame frame = decode(message, "seed ", seed);
			if (frame != null) {
				understood++;
			}
		}
		assertThat(understood).isBetween(1000, 99_000);
	}

	@Test
	void randomBytesAreSurvived() {
		for (int seed = 0; seed < 50_000; seed++) {
			Random random = new Random(seed);
			byte[] message = new byte[random.nextInt(200)];
			random.nextBytes(message);
			decode(message, "seed ", seed);
			byte[] header = { (byte) 0x94, (byte) random.nextInt(16), 12, 3 };
			decode(Bytes.concat(header, message), "behind a header, seed ", seed);
			byte[] body = Bytes.frame(random.nextInt(14),
					(packer) -> packer.packMapHeader(1 + random.nextInt(3)).packString("value").writePayload(message));
			decode(body, "as value, seed ", seed);
		}
	}

	@Test
	void whatIsUnderstoodCanBeSaidAgain() {
		for (int seed = 0; seed < 50_000; seed++) {
			Random random = new Random(seed);
			byte[] message = GOLDEN.get(random.nextInt(GOLDEN.size())).clone();
			message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
			Frame frame = decode(message, "seed ", seed);
			// Every number of type float64 that a single flipped bit makes is finite,
			// except a few.
			if (frame != null && !frame.toString().contains("NaN") && !frame.toString().contains("Infinity")) {
				Frame again = decode(this.encoder.encode(frame), "encoded, seed ", seed);
				if (!frame.equals(again)) {
					fail("seed " + seed + ": " + frame + " came back as " + again);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcffff", "ddffffffff", "dd7fffffff", "dd00100000", "deffff", "dfffffffff", "df7fffffff",
			"df40000000", "df80000000", "dbffffffff", "db7fffffff", "db00100000", "daffff", "c6ffffffff", "c67fffffff",
			"c9ffffffff01", "c97fffffff01", "c800ff01" })
	void hugeDeclaredCountsAreMalformed(String header) {
		byte[] rest = new byte[100];
		for (String field : List.of("value", "ops", "params", "unknown", "state", "states", "args", "capabilities")) {
			for (int type = 0; type <= FrameTypes.UNWATCH; type++) {
				byte[] message = Bytes.frame(type,
						(packer) -> packer.packMapHeader(1)
							.packString(field)
							.writePayload(Bytes.hex(header))
							.writePayload(rest));
				assertThat(decode(message, header + " in " + field)).isNull();
			}
		}
		assertThat(decode(Bytes.concat(Bytes.hex(header), rest), "as frame")).isNull();
		assertThat(decode(Bytes.concat(Bytes.hex("94040c03" + header), rest), "as body")).isNull();
	}

	/**
	 * Believing each count on its own would allocate 128 arrays of a million places: half
	 * a gigabyte.
	 */
	@Test
	void countsOfNestedArraysAreBelievedOnlyTogether() {
		byte[] message = Bytes.frame(FrameTypes.STATE_INIT, (packer) -> {
			packer.packMapHeader(1).packString("value");
			for (int depth = 0; depth < 127; depth++) {
				packer.packArrayHeader(1_000_000);
			}
			packer.writePayload(new byte[1_000_000]);
		});
		long before = Allocation.ofThisThread();
		assertThat(decode(message, "nested counts")).isNull();
		assertThat(Allocation.ofThisThread() - before).isLessThan(20L * message.length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "91", "81a161", "dd00000001", "92c0" })
	void deepNestingIsMalformed(String level) {
		int levels = 100_000;
		for (int type = 0; type <= FrameTypes.UNWATCH; type++) {
			for (String field : List.of("value", "ops", "args", "params", "capabilities", "states", "data",
					"unknown")) {
				byte[] message = Bytes.frame(type,
						(packer) -> nest(packer.packMapHeader(1).packString(field), level, levels));
				if (type == FrameTypes.HEARTBEAT || type == 0 || type == 8) {
					assertThat(decode(message, "skipped")).isNotNull();
				}
				else if (!field.equals("unknown")) {
					decode(message, level + " in " + field);
				}
			}
		}
		byte[] value = Bytes.frame(FrameTypes.STATE_INIT,
				(packer) -> nest(packer.packMapHeader(2).packString("version").packInt(1).packString("value"), level,
						levels));
		assertThat(decode(value, "as value")).isNull();
	}

	private static void nest(MessagePacker packer, String level, int levels) throws IOException {
		byte[] head = Bytes.hex(level);
		for (int i = 0; i < levels; i++) {
			packer.writePayload(head);
		}
		packer.packNil();
	}

	/** With all keys in one bucket of a hash map of linked lists this takes minutes. */
	@Test
	void collidingKeysAreReadLikeOthers() {
		byte[] message = Bytes.frame(FrameTypes.STATE_INIT, (packer) -> {
			packer.packMapHeader(3).packString("state").packString("s").packString("version").packInt(1);
			packer.packString("value").packMapHeader(1 << 14);
			for (int i = 0; i < 1 << 14; i++) {
				packer.packString(collidingKey(i)).packInt(i);
			}
		});
		Frame frame = decode(message, "colliding keys");
		assertThat(collidingKey(1)).isNotEqualTo(collidingKey(2)).hasSameHashCodeAs(collidingKey(2));
		assertThat(((Frame.StateInit) frame).value().get(collidingKey(12345)).intValue()).isEqualTo(12345);
		assertThat(((Frame.StateInit) frame).value().size()).isEqualTo(1 << 14);
	}

	private static String collidingKey(int number) {
		StringBuilder key = new StringBuilder();
		for (int bit = 0; bit < 14; bit++) {
			key.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
		}
		return key.toString();
	}

	@Test
	void aDecoderWorksOnAfterMalformedMessages() {
		byte[] good = GOLDEN.get(0);
		Frame expected = decode(good, "before");
		for (int seed = 0; seed < 1000; seed++) {
			Random random = new Random(seed);
			byte[] bad = GOLDEN.get(random.nextInt(GOLDEN.size()));
			decode(Arrays.copyOf(bad, random.nextInt(bad.length)), "seed " + seed);
			assertThat(decode(good, "after seed " + seed)).isEqualTo(expected);
		}
	}

	@Test
	void aMillionOfTheSmallestElementsCostAMultipleOfTheMessage() {
		byte[] message = Bytes.frame(FrameTypes.STATE_INIT, (packer) -> {
			packer.packMapHeader(3).packString("state").packString("s").packString("version").packInt(1);
			packer.packString("value").packArrayHeader(500_000);
			pairs(packer);
		});
		long before = Allocation.ofThisThread();
		assertThat(decode(message, "many arrays")).isNotNull();
		assertThat(Allocation.ofThisThread() - before).isLessThan(80L * message.length);
	}

	private static void pairs(MessageBufferPacker packer) throws IOException {
		for (int i = 0; i < 500_000; i++) {
			packer.packArrayHeader(1).packInt(100);
		}
	}

}
