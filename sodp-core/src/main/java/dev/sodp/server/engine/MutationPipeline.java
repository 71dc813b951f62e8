// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The order in which a mutation happens (protocol section 7): rate, auth, ACL, schema,
 * atomic apply, delta, persist, fan-out, RESULT. Rate and auth come before the arguments
 * are looked at, in {@link CallMethods}, which also sends the RESULT. Until the commit a
 * refusal leaves no trace.
 */
final class MutationPipeline {

	private final SodpServerOptions options;

	private final ServerClock clock;

	private final StateStore store;

	private final Sessions sessions;

	private final AccessControl access;

	private final FrameEncoder encoder = new FrameEncoder();

	private @Nullable Consumer<CommittedChange> changeConsumer;

	MutationPipeline(SodpServerOptions options, ServerClock clock, StateStore store, Sessions sessions,
			AccessControl access) {
		this.options = options;
		this.clock = clock;
		this.store = store;
		this.sessions = sessions;
		this.access = access;
	}

	void onChange(Consumer<CommittedChange> consumer) {
		this.changeConsumer = consumer;
	}

	/**
	 * Changes a key on behalf of a session.
	 * @param session who asks
	 * @param key the key
	 * @param mutation what to do
	 * @param ifVersion the version that the key must have, 0 if it must not exist; null
	 * if that does not matter
	 * @return version of the key afterwards, 0 if it does not exist and never did
	 */
	long mutate(Session session, String key, Mutation mutation, @Nullable Long ifVersion) {
		Keys.check(key);
		this.access.checkWrite(session, key);
		if (ifVersion != null) {
			checkVersion(this.store.find(key), ifVersion);
		}
		return run(key, mutation, true);
	}

	/**
	 * Changes a key on behalf of the hosting application.
	 * @param key the key
	 * @param mutation what to do
	 * @return version of the key afterwards, 0 if it does not exist and never did
	 */
	long mutate(String key, Mutation mutation) {
		Keys.check(key);
		return run(key, mutation, true);
	}

	/**
	 * Removes a session's presence, which nothing may prevent.
	 * @param key the key
	 * @param mutation the removal
	 */
	void mutateUnchecked(String key, Mutation mutation) {
		run(key, mutation, false);
	}

	private long run(String key, Mutation mutation, boolean validated) {
		KeyEntry existing = this.store.find(key);
		Edit edit = mutation.edit((existing != null) ? existing.valueIfInitialized() : null);
		if (edit.ops().isEmpty()) {
			return version(existing);
		}
		checkValue(edit.value());
		if (validated && edit.initialized()) {
			validate(key, edit.value());
		}
		KeyEntry entry = this.store.obtain(key);
		try {
			this.store.checkRoom(entry, edit);
			return apply(entry, edit);
		}
		finally {
			this.store.release(entry);
		}
	}

	private static long version(@Nullable KeyEntry existing) {
		return (existing != null && existing.isInitialized()) ? existing.version() : 0;
	}

	private static void checkVersion(@Nullable KeyEntry existing, long expected) {
		long current = version(existing);
		if (current != expected) {
			throw StateRejectedException.versionMismatch(expected, current);
		}
	}

	private static void checkValue(JsonNode value) {
		try {
			Values.immutable(value);
		}
		catch (InvalidValueException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

	private void validate(String key, JsonNode value) {
		Optional<String> violation = this.options.validator().validate(key, value);
		if (violation.isPresent()) {
			throw new StateRejectedException(ErrorCode.SCHEMA, violation.get());
		}
	}

	private long apply(KeyEntry entry, Edit edit) {
		long version = this.store.nextVersion();
		EncodedDelta delta = encode(entry, edit, version);
		long size = sizeAfter(entry, edit, delta.size());
		this.store.commit(entry, edit, version, size, delta, this.clock.nanos());
		fanOut(entry, new OutboxItem.LiveDelta(delta));
		if (this.changeConsumer != null) {
			this.changeConsumer
				.accept(new CommittedChange(entry.key(), version, edit.value(), edit.initialized(), edit.ops()));
		}
		return version;
	}

	private EncodedDelta encode(KeyEntry entry, Edit edit, long version) {
		// Sequence 0, as the same bytes go to every session.
		return new EncodedDelta(
				this.encoder.encode(new Frame.Delta(entry.stream(), 0, entry.key(), version, edit.ops())));
	}

	/**
	 * Checks the size of the resulting value without measuring all of it each time. A
	 * value never grows by more than the encoded delta: each operation carries the whole
	 * new part, a path that is longer than the name of the member, and at least fifteen
	 * bytes of field names, while the length prefix of a container grows by four bytes at
	 * most. So the sum of the deltas since the last measurement bounds the size from
	 * above, and the value is measured again only when that bound exceeds the limit.
	 */
	private long sizeAfter(KeyEntry entry, Edit edit, int deltaSize) {
		if (!edit.initialized()) {
			return 0;
		}
		DeltaOp first = edit.ops().get(0);
		long bound = first.atRoot() ? deltaSize : entry.sizeEstimate() + deltaSize;
		if (bound <= this.options.maxValueBytes()) {
			return bound;
		}
		long size = FrameEncoder.encodedSize(edit.value());
		if (size > this.options.maxValueBytes()) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, "The value of '" + entry.key() + "' would take "
					+ size + " bytes, the limit is " + this.options.maxValueBytes());
		}
		return size;
	}

	private void fanOut(KeyEntry entry, OutboxItem.LiveDelta delta) {
		List<Session> slow = new ArrayList<>(0);
		for (Session session : entry.subscribers()) {
			if (session.outbox().offer(delta)) {
				session.port().writable();
			}
			else {
				slow.add(session);
			}
		}
		slow.forEach((session) -> this.sessions.evict(session, entry.key()));
	}

}
