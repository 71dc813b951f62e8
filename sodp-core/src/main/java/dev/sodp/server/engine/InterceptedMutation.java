// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Optional;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an interceptor is asked about. */
final class InterceptedMutation implements StateMutation {

	private static final String STATE = "state";

	private static final String IF_VERSION = "if_version";

	private final PendingMutation pending;

	private final @Nullable SodpIdentity identity;

	private final @Nullable StateSnapshot current;

	private final MethodCall call;

	private final Mutation mutation;

	/** What it makes of the committed value, if that was computed already. */
	private final @Nullable Edit trial;

	private InterceptedMutation(PendingMutation pending, @Nullable SodpIdentity identity,
			@Nullable StateSnapshot current, MethodCall call, Mutation mutation, @Nullable Edit trial) {
		this.pending = pending;
		this.identity = identity;
		this.current = current;
		this.call = call;
		this.mutation = mutation;
		this.trial = trial;
	}

	/**
	 * What interceptors are asked first.
	 * @param pending a mutation that was computed
	 * @param current the committed value that it was computed on, or null
	 * @param edit what it makes of that
	 * @return the same as a call
	 */
	static InterceptedMutation of(PendingMutation pending, @Nullable StateSnapshot current, Edit edit) {
		MethodCall bare = pending.mutation().toCall(edit);
		ObjectNode arguments = ImmutableNodes.with((ObjectNode) bare.arguments(), STATE,
				JsonNodeFactory.instance.stringNode(pending.key()));
		if (pending.isConditional()) {
			arguments = ImmutableNodes.with(arguments, IF_VERSION,
					JsonNodeFactory.instance.numberNode(pending.ifVersion()));
		}
		Session session = pending.session();
		return new InterceptedMutation(pending, (session != null) ? session.identity() : null, current,
				new MethodCall(bare.method(), arguments), pending.mutation(), edit);
	}

	Mutation mutation() {
		return this.mutation;
	}

	boolean isVariantOf(InterceptedMutation other) {
		return this.pending.equals(other.pending);
	}

	@Override
	public String key() {
		return this.pending.key();
	}

	@Override
	public String method() {
		return this.call.method();
	}

	@Override
	public JsonNode arguments() {
		return this.call.arguments();
	}

	@Override
	public Optional<SodpIdentity> identity() {
		return Optional.ofNullable(this.identity);
	}

	@Override
	public ChangeOrigin origin() {
		return this.pending.origin();
	}

	@Override
	public Optional<StateSnapshot> current() {
		return Optional.ofNullable(this.current);
	}

	@Override
	public Optional<JsonNode> result() {
		JsonNode value = (this.current != null) ? this.current.value() : null;
		Edit edit = (this.trial != null) ? this.trial : this.mutation.edit(value);
		if (edit.ops().isEmpty()) {
			return Optional.ofNullable(value);
		}
		return edit.initialized() ? Optional.of(edit.value()) : Optional.empty();
	}

	@Override
	public StateMutation withArguments(JsonNode arguments) {
		MethodCall changed = new MethodCall(this.call.method(), changed(arguments));
		return new InterceptedMutation(this.pending, this.identity, this.current, changed, changed.mutation(), null);
	}

	/** Neither the key nor what was checked before may change. */
	private ObjectNode changed(JsonNode arguments) {
		ObjectNode result;
		try {
			result = (ObjectNode) Values.immutable(arguments);
		}
		catch (ClassCastException | InvalidValueException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, "The arguments must be an object", ex);
		}
		result = keep(IF_VERSION, keep(STATE, result));
		return method().equals(MethodCall.PRESENCE) ? keep("path", result) : result;
	}

	private ObjectNode keep(String name, ObjectNode arguments) {
		JsonNode original = this.call.arguments().get(name);
		JsonNode changed = arguments.get(name);
		if (changed != null && (original == null || !Values.equal(changed, original))) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, "'" + name + "' cannot be changed");
		}
		return (original != null) ? ImmutableNodes.with(arguments, name, original) : arguments;
	}

	@Override
	public String toString() {
		return method() + " of '" + key() + "'";
	}

}
