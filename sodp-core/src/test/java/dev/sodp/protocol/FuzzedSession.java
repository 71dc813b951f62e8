// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * Reads a fuzzer's bytes as what happens in a session, one step after another: mostly a
 * message, of which the golden frames are the seeds.
 */
public final class FuzzedSession {

	/** What each other step means is up to the test. */
	private static final int MESSAGES = 0xC0;

	private final ByteBuffer input;

	public FuzzedSession(byte[] input) {
		this.input = ByteBuffer.wrap(input);
	}

	public boolean hasNext() {
		return this.input.hasRemaining();
	}

	public boolean nextIsMessage() {
		return (this.input.get(this.input.position()) & 0xFF) < MESSAGES;
	}

	/** The bytes of a message: those that follow, as many as its first byte says. */
	public byte[] message() {
		int announced = this.input.get() & 0xFF;
		byte[] message = new byte[Math.min(announced, this.input.remaining())];
		this.input.get(message);
		return message;
	}

	/** A number from 0 to 63. */
	public int step() {
		return (this.input.get() & 0xFF) - MESSAGES;
	}

	/** Sessions in which each golden frame that is short enough arrives, also twice. */
	public static Stream<byte[]> golden() {
		byte[] steps = { (byte) MESSAGES, (byte) (MESSAGES + 1) };
		return GoldenFrames.all().map(GoldenFrames::bytes).filter((bytes) -> bytes.length < MESSAGES).map((bytes) -> {
			byte[] message = Bytes.concat(new byte[] { (byte) bytes.length }, bytes);
			return Bytes.concat(Bytes.concat(message, steps), message);
		});
	}

}
