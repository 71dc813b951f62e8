// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.SharedJournal;
import org.jspecify.annotations.Nullable;

/**
 * HELLO (protocol section 2): at once, or, where the state is shared with other servers,
 * once it is known here whatever another one may have told the client before.
 */
final class Greetings {

	private static final String PROTOCOL = "sodp";

	private static final String PROTOCOL_VERSION = "1.0";

	/** Messages of a session that arrive before HELLO. */
	private static final int MOST_EARLY = 16;

	private final SodpServerOptions options;

	private final Sessions sessions;

	private final Authentication authentication;

	private final Heartbeats heartbeats;

	private final Telling telling;

	private final @Nullable SharedJournal shared;

	private Capabilities capabilities = Capabilities.NONE;

	/**
	 * Creates it.
	 * @param options what HELLO says
	 * @param sessions sends
	 * @param authentication begins with HELLO
	 * @param heartbeats begin with HELLO
	 * @param telling what it has passed on is known here
	 * @param shared the journal if it is shared, or null
	 */
	Greetings(SodpServerOptions options, Sessions sessions, Authentication authentication, Heartbeats heartbeats,
			Telling telling, @Nullable SharedJournal shared) {
		this.options = options;
		this.sessions = sessions;
		this.authentication = authentication;
		this.heartbeats = heartbeats;
		this.telling = telling;
		this.shared = shared;
	}

	/** Identifies the history for the sessions that begin from now on. */
	void epoch(String epoch) {
		this.capabilities = Capabilities.builder()
			.with(Feature.MULTI_WATCH, Feature.PARAMS, Feature.RESUME, Feature.REMOVE_IN, Feature.PRESENCE_OWNER,
					Feature.IF_VERSION, Feature.PREFIX_WATCH)
			.limit(Limit.WRITES_PER_SECOND, this.options.writesPerSecond())
			.limit(Limit.WATCHES_PER_SECOND, this.options.watchesPerSecond())
			.limit(Limit.BACKPRESSURE, this.options.backpressureLimit())
			.limit(Limit.MESSAGE_BYTES, this.options.maxValueBytes() + CodecLimits.ENVELOPE_BYTES)
			.epoch(epoch)
			.build();
	}

	/**
	 * A session has begun.
	 * @param session the session
	 */
	void opened(Session session) {
		if (this.shared == null) {
			greet(session);
			return;
		}
		session.joining(true);
		this.shared.synchronize((failure) -> this.telling.afterwards(() -> synchronizedWith(session, failure)));
	}

	/**
	 * A message has arrived before HELLO, before which nothing is answered.
	 * @param session the session
	 * @param message what is to be done with it
	 */
	void early(Session session, Runnable message) {
		if (session.early().size() == MOST_EARLY) {
			this.sessions.close(session, CloseCode.FULL, "More than " + MOST_EARLY + " messages before HELLO");
		}
		else {
			session.early().add(message);
		}
	}

	private void synchronizedWith(Session session, @Nullable JournalFailure failure) {
		session.joining(false);
		if (failure != null) {
			this.sessions.close(session, CloseCode.FULL, failure.message());
		}
		else if (!session.isEnded()) {
			greet(session);
			while (!session.isEnded() && !session.early().isEmpty()) {
				session.early().remove().run();
			}
			session.port().readable();
		}
	}

	private void greet(Session session) {
		boolean auth = session.phase() == Session.Phase.AWAITING_AUTH;
		this.sessions.send(session, new Frame.Hello(Frame.CONTROL_STREAM, session.nextSeq(), PROTOCOL, PROTOCOL_VERSION,
				this.options.name(), auth, this.capabilities));
		this.authentication.opened(session);
		this.heartbeats.opened(session);
	}

}
