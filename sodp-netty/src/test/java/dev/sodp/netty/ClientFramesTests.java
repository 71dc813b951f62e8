// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes out of the bytes of a client: its messages, whatever pieces they come in and
 * whenever the session pauses, or one failure.
 */
@Timeout(120)
class ClientFramesTests {

	private static final int SEEDS = 500;

	private static final int LIMIT = 70_000;

	/** Around the sizes at which the form of a header changes. */
	private static final int[] SIZES = { 0, 1, 2, 7, 8, 9, 125, 126, 127, 1000, 65_535, 65_536, LIMIT };

	@Test
	void messagesInAnyPiecesAreWhatWasSent() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			List<String> expected = new ArrayList<>();
			byte[] bytes = messages(random, expected);
			try (FrameReceiver receiver = new FrameReceiver(LIMIT, random)) {
				sendInPieces(receiver, bytes, random);
				receiver.resume();

				assertThat(receiver.received()).as("seed %d", seed).isEqualTo(expected);
				assertThat(receiver.failures()).as("seed %d", seed).isEmpty();
				assertThat(receiver.keepsNothing()).as("seed %d", seed).isTrue();
			}
		}
	}

	@Test
	void bytesThatAreNoFramesEndInOneFailure() {
		int failed = 0;
		for (int seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			byte[] bytes = (seed % 2 == 0) ? bytes(random, 1 + random.nextInt(5000)) : damaged(random);
			FrameReceiver receiver = new FrameReceiver(LIMIT, random);
			try (receiver) {
				sendInPieces(receiver, bytes, random);
				receiver.resume();
			}
			assertThat(receiver.failures()).as("seed %d", seed)
				.hasSizeLessThan(2)
				.allMatch(CorruptedWebSocketFrameException.class::isInstance);
			assertThat(receiver.received()).as("seed %d", seed).doesNotContain("while nothing was taken");
			assertThat(receiver.keepsNothing()).as("seed %d", seed).isTrue();
			failed += receiver.failures().size();
		}
		assertThat(failed).isGreaterThan(SEEDS / 2);
	}

	@Test
	void aMessageThatIsTooLargeIsToldOnceAndTheNextOneIsWhole() {
		byte[] next = { 1, 2, 3 };
		try (FrameReceiver receiver = new FrameReceiver(LIMIT, new Random(0))) {
			receiver.send(RawClient.frame(RawClient.BINARY, false, new byte[LIMIT]));
			receiver.send(RawClient.frame(RawClient.CONTINUATION, false, new byte[1]));
			receiver.send(RawClient.frame(RawClient.CONTINUATION, true, new byte[LIMIT]));
			receiver.send(RawClient.frame(RawClient.BINARY, true, next));
			receiver.resume();

			assertThat(receiver.received()).containsExactly(FrameReceiver.TOO_LARGE, FrameReceiver.binary(next));
		}
	}

	/** What reading brings is bounded by the one read that had begun. */
	@Test
	void aSessionThatPausesIsBroughtNothingMore() {
		try (FrameReceiver receiver = new FrameReceiver(LIMIT, new Random(0))) {
			receiver.pause();

			receiver.send(RawClient.frame(RawClient.BINARY, true, new byte[10]));

			assertThat(receiver.received()).isEmpty();
			assertThat(receiver.reads()).isZero();
			receiver.resume();
			assertThat(receiver.received()).containsExactly(FrameReceiver.binary(new byte[10]));
		}
	}

	private static void sendInPieces(FrameReceiver receiver, byte[] bytes, Random random) {
		int most = 1 << random.nextInt(17);
		for (int from = 0; from < bytes.length;) {
			int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
			receiver.send(Arrays.copyOfRange(bytes, from, to));
			from = to;
			if (random.nextInt(3) == 0) {
				receiver.resume();
			}
		}
	}

	private static byte[] damaged(Random random) {
		byte[] bytes = messages(random, new ArrayList<>());
		for (int i = 0; i < 3; i++) {
			bytes[random.nextInt(Math.min(bytes.length, 200))] = (byte) random.nextInt();
		}
		return bytes;
	}

	/** Messages of one frame or several, with pings in between. */
	private static byte[] messages(Random random, List<String> expected) {
		List<byte[]> frames = new ArrayList<>();
		int count = 1 + random.nextInt(6);
		for (int i = 0; i < count; i++) {
			byte[] message = bytes(random, SIZES[random.nextInt(SIZES.length)]);
			boolean text = random.nextInt(5) == 0;
			int opcode = text ? RawClient.TEXT : RawClient.BINARY;
			int from = 0;
			for (int parts = random.nextInt(4); parts > 0; parts--) {
				int to = from + random.nextInt(message.length - from + 1);
				frames.add(RawClient.frame(opcode, false, Arrays.copyOfRange(message, from, to)));
				ping(random, frames, expected);
				opcode = RawClient.CONTINUATION;
				from = to;
			}
			frames.add(RawClient.frame(opcode, true, Arrays.copyOfRange(message, from, message.length)));
			expected.add(text ? FrameReceiver.TEXT : FrameReceiver.binary(message));
			ping(random, frames, expected);
		}
		return RawClient.joined(frames.toArray(new byte[0][]));
	}

	private static void ping(Random random, List<byte[]> frames, List<String> expected) {
		if (random.nextBoolean()) {
			byte[] payload = bytes(random, random.nextInt(126));
			frames.add(RawClient.frame(RawClient.PING, true, payload));
			expected.add(FrameReceiver.ping(payload));
		}
	}

	private static byte[] bytes(Random random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

}
