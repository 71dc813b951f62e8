// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.protocol.Envelope;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stored form of a {@link Change}, without its key and version, by which it is found.
 * Carries a format number; fields that are not known are ignored, so that a newer server
 * may add some. All methods are thread-safe.
 */
public final class ChangeCodec {

	private static final int FORMAT = 1;

	private static final String FORMAT_FIELD = "format";

	private static final String AT = "at";

	private static final String SUBJECT = "subject";

	private static final String SESSION = "session";

	private static final String BOUND = "bound";

	private static final String LIFE = "life";

	private static final String OWNER = "owner";

	private static final String RELEASED = "released";

	private ChangeCodec() {
	}

	/**
	 * Encodes a change.
	 * @param change the change
	 * @return its stored form
	 */
	public static byte[] encode(Change change) {
		ObjectNode fields = JsonNodeFactory.instance.objectNode();
		fields.put(FORMAT_FIELD, FORMAT).put(AT, change.at());
		Author author = change.author();
		if (author != null) {
			fields.put(SESSION, author.session());
			if (author.subject() != null) {
				fields.put(SUBJECT, author.subject());
			}
		}
		PresenceChange presence = change.presence();
		PresenceOwner owner = presence.owner();
		if (presence.bound() != null && owner != null) {
			fields.put(BOUND, presence.bound().toString()).put(LIFE, owner.life()).put(OWNER, owner.session());
		}
		if (!presence.released().isEmpty()) {
			ArrayNode released = fields.putArray(RELEASED);
			presence.released().forEach((path) -> released.add(path.toString()));
		}
		return Envelope.encode(fields, change.encodedOps());
	}

	/**
	 * Decodes a change.
	 * @param key its key
	 * @param version its version
	 * @param stored what {@link #encode} returned
	 * @return the change
	 * @throws MalformedFrameException if it is damaged or of a newer format
	 */
	public static Change decode(String key, long version, byte[] stored) {
		Envelope envelope = Envelope.decode(stored);
		JsonNode fields = envelope.fields();
		int format = fields.path(FORMAT_FIELD).intValue(0);
		byte[] ops = envelope.content();
		if (format != FORMAT || ops == null) {
			throw new MalformedFrameException("a change of format " + format + ", known is " + FORMAT, 0, null, null,
					null, null);
		}
		return new Change(key, version, ops, fields.path(AT).longValue(0), author(fields), presence(fields));
	}

	private static @Nullable Author author(JsonNode fields) {
		String session = fields.path(SESSION).stringValue(null);
		return (session != null) ? new Author(fields.path(SUBJECT).stringValue(null), session) : null;
	}

	private static PresenceChange presence(JsonNode fields) {
		List<StatePath> released = new ArrayList<>();
		fields.path(RELEASED).forEach((path) -> released.add(StatePath.parse(path.stringValue(""))));
		String bound = fields.path(BOUND).stringValue(null);
		if (bound == null) {
			return PresenceChange.release(released);
		}
		return PresenceChange.bind(StatePath.parse(bound),
				new PresenceOwner(fields.path(LIFE).stringValue(""), fields.path(OWNER).longValue(0)), released);
	}

}
