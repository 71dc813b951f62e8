// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import dev.sodp.simulation.ScriptedConnection.Subscription;
import dev.sodp.simulation.ScriptedState.Change;
import dev.sodp.simulation.ScriptedState.Entry;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A server that behaves like one of the published ones (protocol section 8), written from
 * what they do and not from what they should do. This class holds what they have in
 * common.
 */
abstract class ScriptedServer implements SimulatedPeer {

	/** A key that nobody may watch or write. */
	static final String DENIED = "denied.a";

	private final SimulatedTime time;

	private final History history;

	private final ScriptedState state;

	private final List<ScriptedConnection> connections = new ArrayList<>();

	/** Who registered a presence last; only that session's end removes it. */
	private final Map<Place, ScriptedConnection> presence = new HashMap<>();

	private Duration tokenLifetime;

	/** Where the other nodes of a cluster learn of changes. */
	private Consumer<Change> otherNodes = (change) -> {
	};

	private boolean dead;

	ScriptedServer(SimulatedTime time, History history, ScriptedState state, Duration tokenLifetime) {
		this.time = time;
		this.history = history;
		this.state = state;
		this.tokenLifetime = tokenLifetime;
	}

	// What differs

	abstract Capabilities capabilities();

	abstract byte[] hello(boolean auth);

	abstract void watch(ScriptedConnection from, long suggestedStream, String key);

	abstract void resume(ScriptedConnection from, Frame.Resume frame);

	abstract byte[] delta(long stream, Change change);

	/** Tells about a change, and the caller also about its call. */
	abstract void answer(ScriptedConnection from, Frame.Call call, @Nullable Change change);

	/** Tells a caller that its call failed. */
	abstract void refuse(ScriptedConnection from, Frame.Call call, int code, String message);

	/** The stream of an ERROR about a WATCH or RESUME. */
	abstract long errorStream(long suggestedStream);

	/** Happens every 30 seconds: finds out whether the client is still there. */
	abstract void checkAlive(ScriptedConnection connection);

	void heartbeat(ScriptedConnection from) {
		from.send(new Frame.Heartbeat(Frame.CONTROL_STREAM, 0));
	}

	/** Carries out a call; null if it changed nothing, its version included. */
	abstract @Nullable Change edit(String method, String key, JsonNode args);

	abstract @Nullable Change replace(String key, JsonNode value);

	/** A change that another node of the same cluster made. */
	void remote(Change change) {
		throw new AssertionError("Not scripted as a cluster");
	}

	// A cluster

	void replicate(Consumer<Change> others) {
		this.otherNodes = others;
	}

	/** Loads a key as from the store of a cluster. */
	void load(String key, long version, JsonNode value) {
		take(new Change(key, version, List.of()), value);
		this.state.reached(version);
	}

	/** Takes a change of another node into the state. */
	void take(Change change, JsonNode value) {
		Entry entry = entry(change.key());
		entry.value = value;
		entry.exists = true;
		entry.version = change.version();
		if (!change.ops().isEmpty()) {
			entry.log.add(change);
		}
	}

	void reached(long version) {
		this.state.reached(version);
	}

	/** Carries out a call of a client that is not part of the simulation. */
	void write(String method, String key, JsonNode args) {
		Change change = edit(method, key, args);
		if (change != null) {
			fanOut(change, null);
		}
	}

	// What the simulation sees

	@Override
	public ServerEnd open(Receiver client) {
		ScriptedConnection connection = new ScriptedConnection(this, client);
		this.connections.add(connection);
		boolean auth = !this.tokenLifetime.isZero();
		connection.authenticated = !auth;
		connection.send(hello(auth));
		planCheck(connection);
		return connection;
	}

	private void planCheck(ScriptedConnection connection) {
		this.time.after(Duration.ofSeconds(30), () -> {
			if (isOpen(connection)) {
				checkAlive(connection);
				planCheck(connection);
			}
		});
	}

	/** Ends a connection unless the last ping was answered, and pings. */
	static void ping(ScriptedConnection connection) {
		if (connection.awaitingAnswer) {
			end(connection, 1001, "no pong");
			return;
		}
		connection.awaitingAnswer = true;
		connection.client.ping(() -> connection.awaitingAnswer = false);
	}

	static void end(ScriptedConnection connection, int code, String reason) {
		connection.client.close(code, reason);
	}

	boolean isOpen(ScriptedConnection connection) {
		return this.connections.contains(connection);
	}

	@Override
	public void mutate(String key, JsonNode value) {
		Change change = replace(key, value);
		if (change != null) {
			fanOut(change, null);
		}
	}

	@Override
	public JsonNode value(String key) {
		return this.state.entry(key).value;
	}

	@Override
	public int sessions() {
		return this.connections.size();
	}

	@Override
	public int largestQueue() {
		return 0;
	}

	@Override
	public void stopExpiring() {
		this.tokenLifetime = this.tokenLifetime.isZero() ? this.tokenLifetime : Duration.ofDays(1);
	}

	@Override
	public void kill() {
		this.dead = true;
		List<ScriptedConnection> all = List.copyOf(this.connections);
		this.connections.clear();
		all.forEach((connection) -> connection.client.close(1006, "server killed"));
	}

	// Sessions

	void received(ScriptedConnection from, Frame frame) {
		if (frame instanceof Frame.Auth) {
			this.time.after(Duration.ofMillis(3), () -> authenticated(from));
		}
		else if (frame instanceof Frame.Heartbeat) {
			heartbeat(from);
		}
		else if (!from.authenticated) {
			throw new AssertionError("The client sent " + frame + " before AUTH_OK");
		}
		else if (frame instanceof Frame.Watch watch) {
			checkMultiple(watch);
			if (isAdmitted(from, watch.stream())) {
				watch.states()
					.stream()
					.filter((key) -> isAllowed(from, watch.stream(), key))
					.forEach((key) -> watch(from, watch.stream(), key));
			}
		}
		else if (frame instanceof Frame.Resume resume) {
			if (!capabilities().has(Feature.RESUME)) {
				throw new AssertionError("RESUME to a server that does not advertise it");
			}
			if (isAdmitted(from, resume.stream()) && isAllowed(from, resume.stream(), resume.state())) {
				resume(from, resume);
			}
		}
		else if (frame instanceof Frame.Unwatch unwatch) {
			unwatch.states().forEach(from::unsubscribe);
		}
		else if (frame instanceof Frame.Call call) {
			call(from, call);
		}
	}

	private void checkMultiple(Frame.Watch watch) {
		if (watch.states().size() > 1 && !capabilities().has(Feature.MULTI_WATCH)) {
			throw new AssertionError("WATCH of several keys to a server that does not advertise it");
		}
	}

	private void authenticated(ScriptedConnection connection) {
		connection.authenticated = true;
		connection.send(new Frame.AuthOk(Frame.CONTROL_STREAM, 0, "someone"));
		this.time.after(this.tokenLifetime, () -> {
			if (isOpen(connection)) {
				error(connection, Frame.CONTROL_STREAM, ErrorCode.UNAUTHENTICATED, "token expired");
				connection.client.close(1000, "");
			}
		});
	}

	private boolean isAdmitted(ScriptedConnection from, long suggestedStream) {
		boolean admitted = from.watches.admits(capabilities().limit(Limit.WATCHES_PER_SECOND), this.time.nanos());
		if (!admitted) {
			error(from, errorStream(suggestedStream), ErrorCode.RATE_LIMITED, "rate limit exceeded");
		}
		return admitted;
	}

	private boolean isAllowed(ScriptedConnection from, long suggestedStream, String key) {
		boolean allowed = !key.equals(DENIED);
		if (!allowed) {
			error(from, errorStream(suggestedStream), ErrorCode.DENIED, deniedMessage(key));
		}
		return allowed;
	}

	String deniedMessage(String key) {
		return "forbidden";
	}

	void error(ScriptedConnection to, long stream, int code, String message) {
		to.send(new Frame.Error(stream, 0, code, message));
	}

	/** Sends STATE_INIT on a stream. */
	void init(ScriptedConnection to, long stream, String key) {
		Entry entry = entry(key);
		to.send(new Frame.StateInit(stream, 0, key, entry.version, entry.value, entry.exists, null));
	}

	Entry entry(String key) {
		return this.state.entry(key);
	}

	/** The session ended, however it did. */
	void closed(ScriptedConnection connection) {
		if (this.dead || !this.connections.remove(connection)) {
			return;
		}
		List<Place> places = this.presence.keySet()
			.stream()
			.filter((place) -> this.presence.get(place) == connection)
			.toList();
		for (Place place : places) {
			this.presence.remove(place);
			List<DeltaOp> removal = List.of(DeltaOp.remove(place.path()));
			Change change = replace(place.key(), ScriptedEdits.apply(entry(place.key()), removal));
			if (change != null) {
				fanOut(change, null);
			}
		}
	}

	// Calls

	private void call(ScriptedConnection from, Frame.Call call) {
		String key = ScriptedEdits.text(call.args(), "state");
		if (!from.writes.admits(writesPerSecond(), this.time.nanos())) {
			rateLimited(from, call);
		}
		else if (key.equals(DENIED)) {
			refuse(from, call, ErrorCode.DENIED, deniedMessage(key));
		}
		else if (!methods().contains(call.method())) {
			refuse(from, call, ErrorCode.UNKNOWN_METHOD, "unknown method: " + call.method());
		}
		else {
			Change change = edit(call.method(), key, call.args());
			if (call.method().equals("state.presence")) {
				this.presence.put(new Place(key, ScriptedEdits.text(call.args(), "path")), from);
			}
			answer(from, call, change);
		}
	}

	OptionalInt writesPerSecond() {
		return capabilities().limit(Limit.WRITES_PER_SECOND);
	}

	List<String> methods() {
		return List.of("state.set", "state.patch", "state.set_in", "state.delete", "state.presence");
	}

	void rateLimited(ScriptedConnection from, Frame.Call call) {
		refuse(from, call, ErrorCode.RATE_LIMITED, "rate limit exceeded");
	}

	static void result(ScriptedConnection to, Frame.Call call, JsonNode data) {
		to.send(new Frame.Result(Frame.CONTROL_STREAM, 0, call.callId(), true, data, null));
	}

	// Changes

	/** Takes a change into the state, the log and the history. */
	Change commit(String key, long version, JsonNode value, List<DeltaOp> ops) {
		Entry entry = entry(key);
		entry.value = value;
		entry.exists = true;
		entry.version = version;
		Change change = new Change(key, version, ops);
		if (!ops.isEmpty()) {
			entry.log.add(change);
		}
		this.history.record(key, version, value, ops);
		this.otherNodes.accept(change);
		return change;
	}

	long nextVersion() {
		return this.state.nextVersion();
	}

	/** Removes a key, after which the server does not know that it ever was. */
	Change forget(String key, long version) {
		Change change = commit(key, version, NullNode.getInstance(), List.of(DeltaOp.remove("/")));
		Entry entry = entry(key);
		entry.exists = false;
		entry.version = 0;
		this.history.forgotten(key);
		return change;
	}

	void fanOut(Change change, @Nullable ScriptedConnection except) {
		if (change.ops().isEmpty()) {
			return;
		}
		for (ScriptedConnection connection : List.copyOf(this.connections)) {
			if (connection != except) {
				for (Subscription subscription : connection.subscriptions(change.key())) {
					send(connection, subscription.stream(), change);
				}
			}
		}
	}

	void send(ScriptedConnection to, long stream, Change change) {
		to.send(delta(stream, change));
	}

	/** Ends a connection, but not in the middle of a fan-out. */
	void evict(ScriptedConnection connection) {
		this.time.after(Duration.ZERO, () -> {
			if (isOpen(connection)) {
				end(connection, 1013, "too slow");
			}
		});
	}

	void dropped(String key) {
		this.history.dropped(key);
	}

	private record Place(String key, String path) {
	}

}
