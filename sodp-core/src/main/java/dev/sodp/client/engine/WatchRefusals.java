// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.Collection;
import java.util.List;

import dev.sodp.client.engine.Watched.Status;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;

/**
 * What an ERROR for a WATCH or RESUME means for its keys (protocol section 5): after a
 * temporary refusal they are requested again, after a refusal of several keys that names
 * none each is requested alone, and any other refusal is final for the session.
 */
final class WatchRefusals {

	private final UnansweredRequests unanswered;

	private final Restore restore;

	private final WatchRegistry registry;

	WatchRefusals(UnansweredRequests unanswered, Restore restore, WatchRegistry registry) {
		this.unanswered = unanswered;
		this.restore = restore;
		this.registry = registry;
	}

	/** The request was refused. */
	void refused(WatchSent request, Frame.Error error) {
		Watched named = request.namedIn(error.message());
		if (named != null && request.isGivenUp(named.key())) {
			this.unanswered.answeredKey(named.key(), request);
			return;
		}
		List<Watched> refused = (named != null) ? List.of(named) : List.copyOf(request.unanswered());
		boolean temporary = isTemporary(error);
		if (temporary && !refused.isEmpty()) {
			this.restore.limited();
		}
		if (named != null) {
			this.unanswered.answeredKey(named.key(), request);
		}
		else {
			this.unanswered.refused(request, refused, error);
		}
		for (Watched key : refused) {
			if (temporary) {
				key.requestAlone = false;
				this.registry.putOff(key);
			}
			else if (refused.size() > 1) {
				key.requestAlone = true;
				this.restore.add(key);
			}
			else {
				this.registry.deny(key, error);
			}
		}
	}

	/**
	 * A request that a late snapshot seemed to answer was refused: its keys are not
	 * subscribed after all.
	 */
	void refusedLate(Collection<? extends Watched> keys, Frame.Error error) {
		for (Watched key : keys) {
			if (key.requestedOn == error.stream() && key.status() == Status.LIVE) {
				ended(key, error);
			}
		}
	}

	/** The server has ended a subscription. */
	void ended(Watched key, Frame.Error error) {
		if (isTemporary(error)) {
			this.restore.limited();
			this.registry.putOff(key);
		}
		else {
			this.registry.deny(key, error);
		}
	}

	static boolean isTemporary(Frame.Error error) {
		return ErrorCode.isTemporary(error.code());
	}

}
