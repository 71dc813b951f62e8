// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.SodpException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The presence that the application wants to have: each new session registers it again,
 * until it is withdrawn (protocol section 6).
 */
final class WantedPresence {

	/**
	 * Time after which a temporarily refused presence is registered again.
	 */
	private static final long RETRY = TimeUnit.SECONDS.toNanos(2);

	private final ClientHost host;

	private final Deadlines deadlines;

	private final Calls calls;

	private final CallFactory callFactory;

	private final Map<Place, PendingCall<?>> wanted = new LinkedHashMap<>();

	/** Renewals of this session in the order of sending; answered ones may be left. */
	private final Deque<PendingCall<?>> renewals = new ArrayDeque<>();

	/** What the server refused temporarily, or did not confirm. */
	private final List<PendingCall<?>> lapsed = new ArrayList<>();

	WantedPresence(ClientHost host, Deadlines deadlines, Calls calls, CallFactory callFactory) {
		this.host = host;
		this.deadlines = deadlines;
		this.calls = calls;
		this.callFactory = callFactory;
	}

	/**
	 * Remembers a presence that is about to be submitted. If the call turns out to have
	 * had no effect, the earlier presence, if there was one, is in force again.
	 */
	void want(PendingCall<?> call) {
		call.ifUnconfirmed(() -> again(call));
		Place place = Place.of(call.args());
		PendingCall<?> earlier = this.wanted.put(place, call);
		call.ifWithoutEffect((reason) -> {
			if (this.wanted.remove(place, call) && earlier != null && !earlier.isIneffective()) {
				this.wanted.put(place, earlier);
			}
		});
	}

	void withdraw(ObjectNode args) {
		this.wanted.remove(Place.of(args));
	}

	/** Registers again everything that is not queued anyway. */
	void sessionLive() {
		this.lapsed.clear();
		this.renewals.clear();
		List.copyOf(this.wanted.values()).stream().filter((call) -> !this.calls.isQueued(call)).forEach(this::renew);
	}

	boolean isWanted() {
		return !this.wanted.isEmpty();
	}

	/** Whether this session has registered again what the one before had registered. */
	boolean isRenewed() {
		while (!this.renewals.isEmpty() && !this.calls.isOpen(this.renewals.element())) {
			this.renewals.remove();
		}
		return this.renewals.isEmpty() && this.lapsed.isEmpty();
	}

	void onTimer() {
		if (!this.calls.isLive()) {
			return;
		}
		List<PendingCall<?>> again = List.copyOf(this.lapsed);
		this.lapsed.clear();
		again.stream().filter((call) -> this.wanted.get(Place.of(call.args())) == call).forEach(this::renew);
	}

	/** No caller waits for this call, so its outcome is handled here. */
	private void renew(PendingCall<?> earlier) {
		PendingCall<?> renewal = this.callFactory.repeat(earlier);
		this.wanted.put(Place.of(renewal.args()), renewal);
		renewal.ifWithoutEffect((reason) -> notRenewed(renewal, reason));
		renewal.ifUnconfirmed(() -> again(renewal));
		this.renewals.add(renewal);
		this.calls.enqueue(renewal);
	}

	private void notRenewed(PendingCall<?> renewal, SodpException reason) {
		if (reason instanceof SodpRejectedException rejected && !ErrorCode.isTemporary(rejected.code())) {
			this.host.report(Source.PROTOCOL, rejected.code(), renewal.key(), null,
					"Presence could not be registered again", rejected);
		}
		else {
			again(renewal);
		}
	}

	private void again(PendingCall<?> call) {
		this.lapsed.add(call);
		this.deadlines.atLatest(Timer.PRESENCE, this.host.nanoTime() + RETRY);
	}

	/**
	 * The place of a presence.
	 *
	 * @param key the key
	 * @param path the JSON Pointer
	 */
	private record Place(String key, String path) {

		static Place of(ObjectNode args) {
			return new Place(text(args, "state"), text(args, "path"));
		}

		private static String text(ObjectNode args, String name) {
			return Objects.requireNonNull(args.get(name)).stringValue();
		}

	}

}
