// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The logger {@code dev.sodp.frames}: one line at level TRACE for each frame of a client
 * or server, with direction, type, key, version and size. Never a value, a parameter, a
 * token or a text of the peer, since those may be secret.
 *
 * <p>
 * Not to be called within a step of an engine. Callers ask {@link #isEnabled()} first, so
 * that it costs nothing while it is off.
 */
public final class FrameLog {

	private static final Logger log = LoggerFactory.getLogger("dev.sodp.frames");

	private static final int MOST_KEYS = 10;

	private static final int LONGEST_TEXT = 256;

	private FrameLog() {
	}

	public static boolean isEnabled() {
		return log.isTraceEnabled();
	}

	/**
	 * Logs a frame that arrived.
	 * @param owner names the client or session
	 * @param frame the frame
	 * @param bytes size of the message
	 */
	public static void received(Object owner, Frame frame, int bytes) {
		log.trace("{}: in {}, {} bytes", owner, describe(frame), bytes);
	}

	/**
	 * Logs a message that arrived and is not a frame.
	 * @param owner names the client or session
	 * @param malformed what could be read of it
	 * @param bytes size of the message
	 */
	public static void received(Object owner, MalformedFrameException malformed, int bytes) {
		FrameHeader header = malformed.header().orElse(null);
		log.trace("{}: in malformed{}{}, {} bytes", owner,
				(header != null) ? " frame of type " + header.type() + on(header.stream()) : " message",
				malformed.state().map((key) -> " " + text(key)).orElse(""), bytes);
	}

	/**
	 * Logs a message that is no frame at all.
	 * @param owner names the client or session
	 * @param what what it is instead
	 * @param bytes size of the message
	 */
	public static void received(Object owner, String what, int bytes) {
		log.trace("{}: in {}, {} bytes", owner, what, bytes);
	}

	/**
	 * Logs a frame that is sent.
	 * @param owner names the client or session
	 * @param frame the frame
	 * @param bytes size of the message
	 */
	public static void sent(Object owner, Frame frame, int bytes) {
		log.trace("{}: out {}, {} bytes", owner, describe(frame), bytes);
	}

	/**
	 * Logs a message that is sent to many, of which only the bytes are kept.
	 * @param owner names the client or session
	 * @param message the message
	 */
	public static void sent(Object owner, byte[] message) {
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(Math.max(1, message.length)));
		sent(owner, decoder.decode(ByteBuffer.wrap(message)), message.length);
	}

	private static String describe(Frame frame) {
		if (frame instanceof Frame.Delta delta) {
			String key = delta.state();
			return "DELTA" + ((key != null) ? " " + text(key) : "") + " version " + delta.version() + ", "
					+ delta.ops().size() + " operations" + on(delta.stream());
		}
		if (frame instanceof Frame.StateInit init) {
			return "STATE_INIT " + text(init.state()) + " version " + init.version()
					+ (init.complete() ? " complete" : init.initialized() ? "" : " absent") + on(init.stream());
		}
		if (frame instanceof Frame.Watch watch) {
			return "WATCH " + keys(watch.states()) + on(watch.stream());
		}
		if (frame instanceof Frame.Unwatch unwatch) {
			return "UNWATCH " + keys(unwatch.states()) + on(unwatch.stream());
		}
		if (frame instanceof Frame.Resume resume) {
			return "RESUME " + text(resume.state()) + " since version " + resume.sinceVersion() + on(resume.stream());
		}
		if (frame instanceof Frame.Call call) {
			return "CALL " + text(call.method()) + member(call.args(), "state") + " id " + text(call.callId());
		}
		if (frame instanceof Frame.Result result) {
			return "RESULT id " + text(result.callId())
					+ (result.success() ? " version" + member(result.data(), "version")
							: " refused" + ((result.code() != null) ? " with " + result.code() : ""));
		}
		if (frame instanceof Frame.Error error) {
			return "ERROR " + error.code() + on(error.stream());
		}
		if (frame instanceof Frame.Unknown unknown) {
			return "type " + unknown.type() + on(unknown.stream());
		}
		return nameOf(frame) + on(frame.stream());
	}

	private static String nameOf(Frame frame) {
		if (frame instanceof Frame.Hello) {
			return "HELLO";
		}
		if (frame instanceof Frame.Auth) {
			return "AUTH";
		}
		return (frame instanceof Frame.AuthOk) ? "AUTH_OK" : "HEARTBEAT";
	}

	private static String on(long stream) {
		return (stream != Frame.CONTROL_STREAM) ? " on stream " + stream : "";
	}

	private static String keys(List<String> keys) {
		if (keys.size() == 1) {
			return text(keys.get(0));
		}
		String first = keys.stream().limit(MOST_KEYS).map(FrameLog::text).collect(Collectors.joining(", "));
		return (keys.size() > MOST_KEYS) ? first + " and " + (keys.size() - MOST_KEYS) + " more" : first;
	}

	/** Keys and versions only, whatever else a peer has put there. */
	private static String member(JsonNode object, String name) {
		JsonNode member = object.get(name);
		if (member == null || !(member.isString() || member.isIntegralNumber())) {
			return " unknown";
		}
		return " " + text(member.asString());
	}

	/** The log must not take its layout or its size from a peer. */
	private static String text(String text) {
		StringBuilder printable = new StringBuilder();
		for (int i = 0; i < Math.min(text.length(), LONGEST_TEXT); i++) {
			char c = text.charAt(i);
			printable.append(Character.isISOControl(c) ? '?' : c);
		}
		return (text.length() > LONGEST_TEXT) ? printable.append('…').toString() : printable.toString();
	}

}
