// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link AccessPolicy} about messages of sessions, outside the engine, as it may
 * take long. A policy that fails denies.
 */
public final class AccessControl {

	private final AccessPolicy policy;

	/** Names of the application's methods. */
	private final Set<String> methods = ConcurrentHashMap.newKeySet();

	/** Keys that a session may watch. */
	private final int mostKeys;

	/** Counts the changes of the policy's answers. Changed in steps only. */
	private volatile long edition;

	AccessControl(AccessPolicy policy, Set<String> methods, int mostKeys) {
		this.mostKeys = mostKeys;
		this.policy = policy;
		this.methods.addAll(methods);
	}

	/** Whether a session may do everything, without asking. */
	boolean isUnlimited(Session session) {
		return this.policy.equals(AccessPolicy.ALLOW_ALL) || session.peer().trusted();
	}

	/**
	 * Asks about a message. Not called in a step.
	 * @param session its session
	 * @param message the message
	 * @return what to hand to {@link ServerEngine#received}
	 */
	public Verdict ask(Session session, Inbound message) {
		if (isUnlimited(session) || !(message instanceof Inbound.Decoded decoded)) {
			return Verdict.UNCONDITIONAL;
		}
		Frame frame = decoded.frame();
		if (frame instanceof Frame.Watch watch) {
			return session.isLive() ? new Question(session).read(watch.states()) : Verdict.PREMATURE;
		}
		if (frame instanceof Frame.Resume resume) {
			return session.isLive() ? new Question(session).read(List.of(resume.state())) : Verdict.PREMATURE;
		}
		if (frame instanceof Frame.Call call) {
			return session.isLive() ? new Question(session).call(call) : Verdict.PREMATURE;
		}
		return Verdict.UNCONDITIONAL;
	}

	/**
	 * Asks which keys a session may not read. Not called in a step.
	 * @param session the session
	 * @param keys the keys
	 * @param failures notified of keys about which the policy does not answer
	 * @return those of the others that it may not read; may be changed
	 */
	public Set<String> unreadable(Session session, Collection<String> keys, BiConsumer<String, Throwable> failures) {
		SodpIdentity identity = session.identity();
		Set<String> denied = new HashSet<>();
		for (String key : keys) {
			try {
				if (!this.policy.canRead(identity, key)) {
					denied.add(key);
				}
			}
			catch (Throwable ex) {
				failures.accept(key, ex);
			}
		}
		return denied;
	}

	/** There is another method: verdicts on its calls were made without the policy. */
	void added(String method) {
		this.methods.add(method);
		changed();
	}

	/** The policy's answers have changed, so that verdicts no longer count. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // written in steps only
	void changed() {
		this.edition++;
	}

	/**
	 * Whether a verdict counts.
	 * @param session whose message it is about
	 * @param verdict the verdict
	 * @return false if the policy has to be asked again
	 */
	@SuppressWarnings("ReferenceEquality") // another instance is another login
	boolean isCurrent(Session session, Verdict verdict) {
		return !session.isLive() || verdict.equals(Verdict.UNCONDITIONAL)
				|| (verdict.edition() == this.edition && verdict.identity() == session.identity());
	}

	/** What the policy is asked about one message. */
	private final class Question {

		private final @Nullable SodpIdentity identity;

		private final long editionBefore = AccessControl.this.edition;

		private @Nullable RuntimeException failure;

		Question(Session session) {
			this.identity = session.identity();
		}

		Verdict read(Collection<String> keys) {
			Set<String> names = new LinkedHashSet<>(keys);
			if (names.size() > AccessControl.this.mostKeys) {
				// They will be refused for their number.
				return new Verdict(this.identity, this.editionBefore, names, false, null);
			}
			Set<String> denied = new HashSet<>(0);
			for (String key : names) {
				if (Keys.isValid(key) && !answer(() -> AccessControl.this.policy.canRead(this.identity, key))) {
					denied.add(key);
				}
			}
			return new Verdict(this.identity, this.editionBefore, denied, false, this.failure);
		}

		Verdict call(Frame.Call call) {
			String key = call.args().path("state").stringValue("");
			boolean mayCall = !AccessControl.this.methods.contains(call.method())
					|| answer(() -> AccessControl.this.policy.canCall(this.identity, call.method()));
			boolean mayWrite = !mayCall || !Keys.isValid(key)
					|| answer(() -> AccessControl.this.policy.canWrite(this.identity, key));
			return new Verdict(this.identity, this.editionBefore, mayWrite ? Set.of() : Set.of(key), !mayCall,
					this.failure);
		}

		private boolean answer(BooleanSupplier question) {
			try {
				return question.getAsBoolean();
			}
			catch (RuntimeException ex) {
				this.failure = ex;
				return false;
			}
		}

	}

}
