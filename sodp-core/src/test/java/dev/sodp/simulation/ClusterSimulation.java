// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.runtime.SimulatedClient;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.engine.SimulatedServer;
import dev.sodp.server.journal.shared.Partitions;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * Clients, the nodes of a cluster and the log that these share, for up to 45 seconds of
 * simulated time in which everything goes wrong, all decided by one seed. Clients come to
 * another node whenever they connect. Then nothing fails any more, and everything that
 * was promised must hold.
 */
final class ClusterSimulation implements ManySeeds.Run {

	private static final String[] KEYS = { "list.a", "list.b", "object.a", "object.b", "gone.a" };

	private static final String PRESENCE = "presence";

	private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(45);

	/**
	 * Longer than the longest back-off, heartbeat, call time-out and lease one after
	 * another.
	 */
	private static final Duration PEACE = Duration.ofSeconds(100);

	/** Until the presence of a session is gone whose node is gone, too. */
	private static final Duration PARTING = Duration.ofSeconds(30);

	private final SplittableRandom random;

	private final Duration trouble;

	private final SimulatedTime time = new SimulatedTime();

	private final History history = History.ofCluster();

	private final ClusterTruth truth = new ClusterTruth(this.history);

	/** A store for each partition of the keys. */
	private final List<SimulatedStore> stores = new ArrayList<>();

	private final List<StoreTrouble> troubles = new ArrayList<>();

	private final SimulatedNetwork network;

	private final List<SimulatedNode> nodes = new ArrayList<>();

	private final List<SimulatedClient> clients = new ArrayList<>();

	private final WriteWork writes;

	private final boolean retries;

	/** Null if no prefix is watched. */
	private final @Nullable PrefixWork prefixes;

	private final String[] keys;

	private @Nullable String broken;

	ClusterSimulation(long seed) {
		this(seed, UnaryOperator.identity());
	}

	/**
	 * Creates the simulation.
	 * @param mistake what the nodes see of their log
	 */
	ClusterSimulation(long seed, UnaryOperator<SharedLog> mistake) {
		this.random = new SplittableRandom(seed);
		this.trouble = Simulation.trouble(this.random, LONGEST_TROUBLE);
		SimulatedLimits limits = SimulatedLimits.any(this.random);
		int partitions = this.random.nextBoolean() ? 1 : this.random.nextInt(2, 4);
		boolean forgetful = this.random.nextBoolean();
		for (int i = 0; i < partitions; i++) {
			int partition = i;
			SimulatedStore store = new SimulatedStore(this.time, limits,
					this.truth.of((key) -> Partitions.partition(key, partitions) == partition));
			this.stores.add(store);
			this.troubles.add(new StoreTrouble(store, this.random.split(), forgetful));
		}
		this.network = new SimulatedNetwork(this.time, this.random.split(), this::anyNode);
		this.retries = this.random.nextInt(4) == 0;
		ConditionalWork conditional = this.random.nextBoolean() ? new ConditionalWork(this.history, this.random.split())
				: null;
		this.writes = new WriteWork(this.history, this.random, true, this.retries, conditional, this::checkReadable);
		this.prefixes = this.random.nextBoolean()
				? new PrefixWork(this.history, this.time, this.random.split(), this.trouble, PeerKind.OURS) : null;
		this.keys = (this.prefixes != null) ? PrefixWork.KEYS : KEYS;
		if (limits.removed().compareTo(LONGEST_TROUBLE.plus(PEACE)) < 0) {
			List.of(this.keys).forEach(this.history::removalForgotten);
		}
		SimulatedNode.Kind kind = new SimulatedNode.Kind(this.time, this.stores, this.history,
				this.random.nextBoolean() ? 8 : 1024,
				(this.prefixes != null) ? this.prefixes.access() : AccessPolicy.ALLOW_ALL, mistake,
				new SimulatedNode.Ids());
		for (int i = this.random.nextInt(2, 5); i > 0; i--) {
			this.nodes.add(new SimulatedNode(kind, this.random.split()));
		}
	}

	@Override
	public long run() {
		this.nodes.forEach(SimulatedNode::start);
		int count = this.random.nextInt(3, 7);
		for (int i = 0; i < count; i++) {
			SimulatedClient client = newClient();
			this.clients.add(client);
			this.writes.expect(client.presence(PRESENCE, "/c" + i, IntNode.valueOf(i)), PRESENCE);
		}
		plan(this::work, 200);
		plan(this::disturb, 3_000);
		this.time.run(this.trouble, this::checkAlways);
		this.network.heal();
		this.stores.forEach(SimulatedStore::heal);
		this.nodes.forEach(SimulatedNode::heal);
		if (this.prefixes != null) {
			this.time.after(PEACE.dividedBy(2), this::watchAgain);
		}
		this.time.run(PEACE, this::checkAlways);
		checkAtTheEnd();
		return this.time.steps();
	}

	private SimulatedClient newClient() {
		AtomicReference<@Nullable SimulatedClient> itself = new AtomicReference<>();
		SimulatedClient client = new SimulatedClient(this.time, this.random.split(), this.network,
				(message) -> isBearable(message, itself.get()), Sabotage.NONE, Duration.ZERO,
				(builder) -> builder.retryWrites(this.retries));
		itself.set(client);
		return client;
	}

	/**
	 * A delta that is late, too, may be taken for one of the second request, until the
	 * snapshot comes.
	 */
	private static boolean isBearable(String message, @Nullable SimulatedClient client) {
		return client != null && client.hasAskedAgain() && message.contains("about another value");
	}

	@Override
	public String toString() {
		return this.clients.size() + " clients of " + this.nodes.size() + " nodes, " + this.stores.size()
				+ " partitions";
	}

	private void plan(Runnable action, int averageMillis) {
		this.time.after(Duration.ofMillis(this.random.nextInt(2 * averageMillis)), () -> {
			if (this.time.nanos() < this.trouble.toNanos()) {
				action.run();
				plan(action, averageMillis);
			}
		});
	}

	private @Nullable SimulatedPeer anyNode() {
		List<SimulatedPeer> accepting = new ArrayList<>();
		for (SimulatedNode node : this.nodes) {
			SimulatedPeer server = node.accepting();
			if (server != null) {
				accepting.add(server);
			}
		}
		return accepting.isEmpty() ? null : accepting.get(this.random.nextInt(accepting.size()));
	}

	private void disturb() {
		SimulatedNode node = this.nodes.get(this.random.nextInt(this.nodes.size()));
		switch (this.random.nextInt(11)) {
			case 0 -> node.pause(Duration.ofMillis(this.random.nextInt(30_000)));
			case 1 -> node.restart(Duration.ofMillis(this.random.nextInt(20_000)));
			case 2 -> node.drain(Duration.ofMillis(this.random.nextInt(20_000)));
			case 3, 4, 5 -> this.network.disturb();
			case 6 -> {
				this.network.refuse(true);
				this.time.after(Duration.ofMillis(this.random.nextInt(5_000)), () -> this.network.refuse(false));
			}
			default -> this.troubles.get(this.random.nextInt(this.troubles.size())).strike(node.log());
		}
	}

	private void work() {
		SimulatedClient client = this.clients.get(this.random.nextInt(this.clients.size()));
		String key = this.keys[this.random.nextInt(this.keys.length)];
		if (this.prefixes != null && this.random.nextInt(4) == 0) {
			this.prefixes.watchOrUnwatch(client, servers());
		}
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> watch(client, key);
			case 3 -> client.unwatch(key);
			case 4 -> this.writes.expect(client.awaitNext(key, Duration.ofSeconds(this.random.nextInt(1, 20))), "wait");
			case 5 -> this.writes.updateOrWrite(client, key);
			case 6 -> {
				for (int i = this.random.nextInt(20); i > 0; i--) {
					this.writes.write(client, key);
				}
			}
			default -> this.writes.write(client, key);
		}
	}

	private void watch(SimulatedClient client, String key) {
		History.Observer observer = this.history.new Observer(key, this.prefixes != null);
		Pace pace = Pace.any(this.time, this.random.split(), this.trouble);
		client.watch(key, this.random.nextInt(3) == 0 ? DeliveryMode.LATEST : DeliveryMode.EVERY, (change) -> {
			observer.observe(change);
			return pace.takeTime();
		});
	}

	private List<SimulatedServer> servers() {
		return this.nodes.stream().map(SimulatedNode::running).flatMap(Optional::stream).toList();
	}

	/** What was refused while it could not be read is wanted again. */
	private void watchAgain() {
		Objects.requireNonNull(this.prefixes).watchAgain(this.clients, this::watch);
	}

	/**
	 * An acknowledged write can be read at once where it was made. A client that has
	 * waited for an answer for so long that it asked again may take the late answer for
	 * that to its second request, and show what is a moment older.
	 */
	private void checkReadable(SimulatedClient client, String key, long version) {
		boolean lacks = (this.prefixes != null)
				? this.prefixes.readsOwnWrites()
						&& (client.lacks(key, version) || this.prefixes.lacks(client, key, version))
				: client.lacks(key, version);
		if (lacks && !client.hasAskedAgain()) {
			this.broken = "A write of " + key + " was acknowledged as version " + version + " before it could be read";
		}
	}

	private void checkAlways() {
		if (this.broken != null) {
			throw new AssertionError(this.broken);
		}
		this.nodes.forEach(SimulatedNode::checkSound);
	}

	private void checkAtTheEnd() {
		int sessions = 0;
		for (SimulatedNode node : this.nodes) {
			sessions += node.server().sessions();
			node.checkHeld(this.truth);
		}
		for (int i = 0; i < this.clients.size(); i++) {
			check(i, this.clients.get(i));
		}
		if (sessions != this.clients.size()) {
			throw new AssertionError(sessions + " sessions for " + this.clients.size() + " clients");
		}
		this.clients.forEach(SimulatedClient::checkDelivered);
		if (this.prefixes != null) {
			List<Set<String>> watched = servers().stream().flatMap((server) -> server.watched().stream()).toList();
			this.prefixes.checkAtTheEnd(this.clients, this.truth.contents(), watched);
		}
		checkPresence();
		this.writes.check();
	}

	private void check(int number, SimulatedClient client) {
		if (client.status().state() != ConnectionState.RESTORED) {
			throw new AssertionError("Client " + number + " did not recover: " + client.status());
		}
		for (String key : client.watched()) {
			if (this.prefixes != null && !this.prefixes.mayRead(key)) {
				continue;
			}
			JsonNode here = client.value(key);
			if (here == null || !Values.equal(here, this.truth.value(key))) {
				throw new AssertionError("Client " + number + " shows " + key + " as " + here + ", the store holds "
						+ this.truth.value(key));
			}
		}
	}

	private void checkPresence() {
		JsonNode present = this.truth.value(PRESENCE);
		Map<String, String> owners = this.stores.get(Partitions.partition(PRESENCE, this.stores.size()))
			.partition()
			.presence()
			.getOrDefault(PRESENCE, Map.of());
		if (present.size() != this.clients.size() || owners.size() != this.clients.size()) {
			throw new AssertionError(
					present + " are present, owned by " + owners + ", of " + this.clients.size() + " clients");
		}
		this.clients.forEach(SimulatedClient::close);
		this.time.run(PARTING, this::checkAlways);
		JsonNode afterwards = this.truth.value(PRESENCE);
		if (!afterwards.isNull() && !afterwards.isEmpty()) {
			throw new AssertionError("Presence outlived its sessions: " + afterwards);
		}
	}

}
