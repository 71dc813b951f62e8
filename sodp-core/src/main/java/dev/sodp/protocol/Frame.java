// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.List;

import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A SODP message (protocol section 1): {@code [type, stream, seq, body]}.
 *
 * <p>
 * {@code stream} is 0 for the control stream and 10 or more for subscriptions.
 * {@code seq} counts up from 1 per connection and direction, but receivers must not rely
 * on it. It is an unsigned 64-bit number.
 */
public sealed interface Frame {

	/** The stream of everything that does not belong to a subscription. */
	long CONTROL_STREAM = 0;

	/**
	 * Clients suggest streams from here on, far above those that servers choose, so that
	 * a frame on such a stream names its request.
	 */
	long FIRST_SUGGESTED_STREAM = 1 << 20;

	/** Servers that need more streams go on from here. */
	long FIRST_STREAM_BEYOND = 1L << 31;

	/**
	 * Returns whether a stream is one that clients suggest.
	 * @param stream a stream
	 * @return {@code false} for those that servers choose
	 */
	static boolean isSuggested(long stream) {
		return stream >= FIRST_SUGGESTED_STREAM && stream < FIRST_STREAM_BEYOND;
	}

	/**
	 * Returns the stream this frame belongs to.
	 * @return 0 for the control stream
	 */
	long stream();

	/**
	 * Returns the sender's frame count.
	 * @return an unsigned number, possibly 0
	 */
	long seq();

	/**
	 * The first frame of a session, sent by the server.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param protocol {@code sodp}; absent on old servers
	 * @param version protocol version, {@code 1.0} for this implementation
	 * @param server name of the server software
	 * @param auth whether the client must send {@link Auth}
	 * @param capabilities optional features and limits of the server
	 */
	record Hello(long stream, long seq, @Nullable String protocol, String version, @Nullable String server,
			boolean auth, Capabilities capabilities) implements Frame {
	}

	/**
	 * Subscribes to one or several keys.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param states the keys, at least one; a single key is sent as a string, several as
	 * a list
	 * @param params opaque parameters of the subscription
	 */
	record Watch(long stream, long seq, List<String> states, @Nullable JsonNode params) implements Frame {
		/**
		 * Creates the frame with a copy of the keys.
		 * @param stream the stream this frame belongs to
		 * @param seq the sender's frame count
		 * @param states the keys, at least one
		 * @param params opaque parameters of the subscription
		 */
		public Watch {
			states = List.copyOf(states);
		}
	}

	/**
	 * The snapshot of a key.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param state the key
	 * @param version version of the value, 0 for a key never written
	 * @param value the whole value
	 * @param initialized {@code false} for a key that does not exist
	 * @param params the parameters of the subscription, if it had any
	 * @param complete whether this ends the view of a prefix, and {@code state} is that
	 * prefix
	 * @param reset whether the view of the prefix was a full one, although a change since
	 * some version was asked for
	 */
	record StateInit(long stream, long seq, String state, long version, JsonNode value, boolean initialized,
			@Nullable JsonNode params, boolean complete, boolean reset) implements Frame {

		/**
		 * Creates the snapshot of a key.
		 * @param stream the stream this frame belongs to
		 * @param seq the sender's frame count
		 * @param state the key
		 * @param version version of the value, 0 for a key never written
		 * @param value the whole value
		 * @param initialized {@code false} for a key that does not exist
		 * @param params the parameters of the subscription, if it had any
		 */
		public StateInit(long stream, long seq, String state, long version, JsonNode value, boolean initialized,
				@Nullable JsonNode params) {
			this(stream, seq, state, version, value, initialized, params, false, false);
		}
	}

	/**
	 * A change of a key.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param state the key, if the server names it
	 * @param version version after the change
	 * @param ops the operations in order
	 */
	record Delta(long stream, long seq, @Nullable String state, long version, List<DeltaOp> ops) implements Frame {
		/**
		 * Creates the frame with a copy of the operations.
		 * @param stream the stream this frame belongs to
		 * @param seq the sender's frame count
		 * @param state the key, if the server names it
		 * @param version version after the change
		 * @param ops the operations in order
		 */
		public Delta {
			ops = List.copyOf(ops);
		}
	}

	/**
	 * Calls a method of the server.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param callId identifies this call in its {@link Result}
	 * @param method name of the method, such as {@code state.set}
	 * @param args the arguments, an object
	 */
	record Call(long stream, long seq, String callId, String method, JsonNode args) implements Frame {
	}

	/**
	 * The answer to a {@link Call}.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param callId the id of the call
	 * @param success whether the call succeeded
	 * @param data the result, or the message of a failure
	 * @param code error code of a failure, if the server sends one
	 * @param version with code {@link ErrorCode#VERSION_MISMATCH}, the version that the
	 * key has, 0 if it does not exist; null elsewhere
	 */
	record Result(long stream, long seq, String callId, boolean success, JsonNode data, @Nullable Integer code,
			@Nullable Long version) implements Frame {

		/**
		 * Answers a call whose version does not matter.
		 * @param stream the stream this frame belongs to
		 * @param seq the sender's frame count
		 * @param callId the id of the call
		 * @param success whether the call succeeded
		 * @param data the result, or the message of a failure
		 * @param code error code of a failure, if the server sends one
		 */
		public Result(long stream, long seq, String callId, boolean success, JsonNode data, @Nullable Integer code) {
			this(stream, seq, callId, success, data, code, null);
		}

	}

	/**
	 * Refuses a WATCH or RESUME, ends the session, or, on servers that send no
	 * {@link Result} for it, refuses a call.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param code a code of {@link ErrorCode}, or another server's own
	 * @param message text for humans
	 */
	record Error(long stream, long seq, int code, String message) implements Frame {
	}

	/**
	 * A sign of life that the other side echoes.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 */
	record Heartbeat(long stream, long seq) implements Frame {
	}

	/**
	 * Subscribes again after a lost connection.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param state the key
	 * @param sinceVersion version of the value that the client has
	 * @param params opaque parameters of the subscription
	 */
	record Resume(long stream, long seq, String state, long sinceVersion, @Nullable JsonNode params) implements Frame {
	}

	/**
	 * Presents the client's token.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param token a bearer token
	 */
	record Auth(long stream, long seq, String token) implements Frame {

		@Override
		public String toString() {
			return "Auth[stream=" + this.stream + ", seq=" + this.seq + ", token=(hidden)]";
		}

	}

	/**
	 * Accepts the client's token.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param sub subject of the token
	 */
	record AuthOk(long stream, long seq, @Nullable String sub) implements Frame {
	}

	/**
	 * Ends subscriptions.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param states the keys
	 */
	record Unwatch(long stream, long seq, List<String> states) implements Frame {
		/**
		 * Creates the frame with a copy of the keys.
		 * @param stream the stream this frame belongs to
		 * @param seq the sender's frame count
		 * @param states the keys
		 */
		public Unwatch {
			states = List.copyOf(states);
		}
	}

	/**
	 * A frame of a type that this implementation does not know; clients ignore it.
	 *
	 * @param stream the stream this frame belongs to
	 * @param seq the sender's frame count
	 * @param type number of the type on the wire, 0 to 255
	 */
	record Unknown(long stream, long seq, int type) implements Frame {
	}

}
