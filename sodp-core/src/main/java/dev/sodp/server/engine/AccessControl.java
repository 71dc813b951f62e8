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
import dev.sodp.server.SodpServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Decides about messages of sessions before their steps: counts them, and asks the
 * {@link AccessPolicy} about those within the rate, outside the engine, as that may take
 * long. A policy that fails denies.
 */
public final class AccessControl {

	private final AccessPolicy policy;

	/** Names of the application's methods. */
	private final Set<String> methods = ConcurrentHashMap.newKeySet();

	/** Keys that a session may watch. */
	private final int mostKeys;

	/** Counts the changes of the policy's answers. Changed in steps only. */
	private volatile long edition;

	private final ServerClock clock;

	AccessControl(SodpServerOptions options, ServerClock clock) {
		this.clock = clock;
		this.mostKeys = options.maxKeysPerSession();
		this.policy = options.accessPolicy();
		this.methods.addAll(options.methods().keySet());
	}

	/** Whether a session may do everything, without asking. */
	boolean isUnlimited(Session session) {
		return this.policy.equals(AccessPolicy.ALLOW_ALL) || session.peer().trusted();
	}

	/** Whether asking about a session may take long, or run code of the application. */
	boolean mayTakeLong(Session session) {
		return !isUnlimited(session) && !this.policy.answersAtOnce();
	}

	/**
	 * Decides about a message that has arrived. Called by the session's reader, not in a
	 * step.
	 * @param session its session
	 * @param message the message
	 * @return what to hand to {@link ServerEngine#received}
	 */
	public Verdict ask(Session session, Inbound message) {
		if (!(message instanceof Inbound.Decoded decoded) || !isRequest(decoded.frame())) {
			return Verdict.UNCONDITIONAL;
		}
		if (!session.isLive()) {
			return Verdict.PREMATURE;
		}
		return session.rates().admits(decoded.frame(), this.clock.nanos()) ? askPolicy(session, decoded.frame())
				: Verdict.LIMITED;
	}

	/**
	 * Decides again about a message, which counts once. Called by the session's reader,
	 * not in a step.
	 * @param session its session
	 * @param message the message
	 * @param former what was decided before, and does not count any longer
	 * @return what to hand to {@link ServerEngine#received}
	 */
	public Verdict askAgain(Session session, Inbound message, Verdict former) {
		boolean counted = !former.equals(Verdict.PREMATURE);
		return (counted && message instanceof Inbound.Decoded decoded) ? askPolicy(session, decoded.frame())
				: ask(session, message);
	}

	static boolean isRequest(Frame frame) {
		return frame instanceof Frame.Call || frame instanceof Frame.Watch || frame instanceof Frame.Resume;
	}

	private Verdict askPolicy(Session session, Frame frame) {
		if (isUnlimited(session)) {
			return Verdict.UNCONDITIONAL;
		}
		if (frame instanceof Frame.Watch watch) {
			return new Question(session).read(watch.states());
		}
		if (frame instanceof Frame.Resume resume) {
			return new Question(session).read(List.of(resume.state()));
		}
		return (frame instanceof Frame.Call call) ? new Question(session).call(call) : Verdict.UNCONDITIONAL;
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
		return !session.isLive() || verdict.equals(Verdict.UNCONDITIONAL) || verdict.isLimited()
				|| (verdict.edition() == this.edition && verdict.identity() == session.identity());
	}

	/** What the policy is asked about one message. */
	private final class Question {

		private final @Nullable SodpIdentity identity;

		private final long editionBefore = AccessControl.this.edition;

		private @Nullable Throwable failure;

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
			catch (Throwable ex) {
				this.failure = ex;
				return false;
			}
		}

	}

}
