// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.client.runtime.SimulatedClient;
import dev.sodp.server.engine.SimulatedServer;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;

/**
 * Clients, a server and a bad network for up to some minutes of simulated time, all
 * decided by one seed. Then the network heals, and everything that was promised must
 * hold.
 */
final class Simulation implements ManySeeds.Run {

	private static final String[] KEYS = { "list.a", "list.b", "object.a", "object.b", "gone.a",
			ScriptedServer.DENIED };

	private static final PeerKind[] FOREIGN = { PeerKind.RUST, PeerKind.GO, PeerKind.NODE };

	private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(120);

	/**
	 * Longer than the longest back-off, heartbeat and call time-out one after another.
	 */
	private static final Duration PEACE = Duration.ofSeconds(180);

	private final SplittableRandom random;

	private final Duration trouble;

	private final SimulatedTime time = new SimulatedTime();

	private final History history;

	private final SimulatedNetwork network;

	private final List<SimulatedClient> clients = new ArrayList<>();

	private final WriteWork writes;

	/** Null if no prefix is watched. */
	private final @Nullable PrefixWork prefixes;

	private final Sabotage sabotage;

	private final PeerKind kind;

	/** Whether a {@link RustPeer} has HELLO capabilities. */
	private final boolean rustAdvertises;

	private final int watchesPerSecond;

	private final int writesPerSecond;

	private final Duration tokenLifetime;

	/** What tokens say of their lifetime; zero if clients cannot tell. */
	private final Duration toldLifetime;

	/** Whether clients repeat writes after a lost connection. */
	private final boolean retries;

	private final int backpressureLimit;

	private @Nullable SimulatedPeer server;

	private ScriptedState state = new ScriptedState();

	private SimulatedDisk disk = new SimulatedDisk();

	/** Whether a stored journal confirms changes before they are durable. */
	private final boolean early;

	private final SplittableRandom journalRandom;

	private int epoch;

	private @Nullable String broken;

	Simulation(long seed) {
		this(seed, Sabotage.NONE);
	}

	Simulation(long seed, Sabotage sabotage) {
		this(seed, sabotage, false, false);
	}

	private Simulation(long seed, Sabotage sabotage, boolean conditional, boolean prefixes) {
		this.sabotage = sabotage;
		this.random = new SplittableRandom(seed);
		this.trouble = trouble(this.random, LONGEST_TROUBLE);
		// Decided apart, so that a seed goes on to mean the same for other kinds.
		SplittableRandom journal = new SplittableRandom(~seed);
		PeerKind ours = journal.nextBoolean() ? PeerKind.OURS : PeerKind.STORED;
		boolean isOurs = conditional || (prefixes ? this.random.nextInt(8) > 0 : this.random.nextBoolean());
		this.kind = isOurs ? ours : FOREIGN[this.random.nextInt(FOREIGN.length)];
		this.early = journal.nextInt(3) == 0;
		this.journalRandom = journal.split();
		this.history = new History(this.kind.isOurs());
		this.rustAdvertises = this.random.nextInt(3) > 0;
		this.network = new SimulatedNetwork(this.time, this.random.split(), this::reachable);
		this.watchesPerSecond = this.random.nextInt(3) == 0 ? 2 : 0;
		this.writesPerSecond = this.random.nextInt(3) == 0 ? 20 : 0;
		this.backpressureLimit = this.random.nextBoolean() ? 8 : 1024;
		this.tokenLifetime = Duration
			.ofSeconds(!conditional && this.random.nextInt(4) == 0 ? this.random.nextInt(7, 60) : 0);
		this.toldLifetime = this.random.nextBoolean() ? this.tokenLifetime : Duration.ZERO;
		this.retries = this.random.nextInt(4) == 0;
		ConditionalWork bound = conditional ? new ConditionalWork(this.history, this.random.split()) : null;
		this.writes = new WriteWork(this.history, this.random, this.kind.appends(), this.retries, bound,
				this::checkReadable);
		this.prefixes = prefixes ? new PrefixWork(this.history, this.time, this.random.split(), this.trouble, this.kind)
				: null;
	}

	/** Mostly short, as most faults show soon; sometimes long, as some do not. */
	static Duration trouble(SplittableRandom random, Duration longest) {
		double share = random.nextDouble();
		return Duration.ofMillis((long) (longest.toMillis() * (0.1 + 0.9 * share * share * share)));
	}

	/** Some writes are bound to a version, and some keys are updated. */
	static Simulation withConditionalWrites(long seed) {
		return new Simulation(seed, Sabotage.NONE, true, false);
	}

	/** Some watches are of prefixes, and access to keys is taken away and given back. */
	static Simulation withPrefixes(long seed) {
		return withPrefixes(seed, Sabotage.NONE);
	}

	static Simulation withPrefixes(long seed, Sabotage sabotage) {
		return new Simulation(seed, sabotage, false, true);
	}

	@Override
	public long run() {
		startServer(false);
		int count = this.random.nextInt(1, 4);
		for (int i = 0; i < count; i++) {
			SimulatedClient client = new SimulatedClient(this.time, this.random.split(), this.network, this::isBearable,
					this.sabotage, this.toldLifetime, (builder) -> {
						builder.retryWrites(this.retries);
						if (!this.tokenLifetime.isZero()) {
							builder.tokenProvider(SodpTokenProvider.fixed("asked of the simulation"));
						}
					});
			this.clients.add(client);
			if (this.kind.hasPresence()) {
				this.writes.expect(client.presence("presence", "/c" + i, IntNode.valueOf(i)), "presence");
			}
		}
		plan(this::work, 400);
		plan(this::disturb, 5_000);
		if (this.random.nextInt(100) == 0) {
			this.time.after(Duration.ofMillis(this.random.nextLong(this.trouble.toMillis() / 2)), this::flood);
		}
		this.time.run(this.trouble, this::checkAlways);
		this.network.heal();
		this.clients.forEach(SimulatedClient::healTokens);
		heal();
		if (this.prefixes != null) {
			this.time.after(PEACE.dividedBy(2), this::watchAgain);
		}
		this.time.run(PEACE, this::checkAlways);
		checkAtTheEnd();
		return this.time.steps();
	}

	/** What was refused while it could not be read is wanted again. */
	private void watchAgain() {
		Objects.requireNonNull(this.prefixes)
			.watchAgain(this.clients,
					(client, key) -> watch(client, key, Pace.any(this.time, this.random.split(), this.trouble)));
	}

	/** A server that works, whatever became of the last one. */
	private void heal() {
		if (journal() != null && journal().isBroken()) {
			kill();
			startServer(true);
		}
		if (this.server == null) {
			startServer(this.kind == PeerKind.STORED);
		}
		SimulatedJournal journal = journal();
		if (journal != null) {
			journal.heal();
		}
		Objects.requireNonNull(this.server).stopExpiring();
	}

	private @Nullable SimulatedJournal journal() {
		return (this.server instanceof SimulatedServer ours && ours.journal() instanceof SimulatedJournal stored)
				? stored : null;
	}

	private void kill() {
		SimulatedJournal journal = journal();
		SimulatedPeer killed = Objects.requireNonNull(this.server);
		this.server = null;
		if (journal != null) {
			journal.kill();
		}
		killed.kill();
	}

	@Override
	public String toString() {
		return this.clients.size() + " clients of " + this.kind;
	}

	/** Repeats something at random intervals until peace. */
	private void plan(Runnable action, int averageMillis) {
		this.time.after(Duration.ofMillis(this.random.nextInt(2 * averageMillis)), () -> {
			if (this.time.nanos() < this.trouble.toNanos()) {
				action.run();
				plan(action, averageMillis);
			}
		});
	}

	private @Nullable SimulatedPeer reachable() {
		return (this.server != null && this.server.isAccepting()) ? this.server : null;
	}

	/** Starts a server, with the state of the last one or without any. */
	private void startServer(boolean keepState) {
		if (!keepState) {
			this.history.stateLost();
			this.state = new ScriptedState();
			this.disk = new SimulatedDisk();
		}
		else if (this.kind == PeerKind.STORED && this.early) {
			this.history.stateLost();
			this.disk.forEach(this.history::recovered);
		}
		this.server = new PeerFactory(this.time, this.history, this.kind, this.rustAdvertises, this.watchesPerSecond,
				this.writesPerSecond, this.backpressureLimit, this.tokenLifetime, this.early,
				(this.prefixes != null) ? this.prefixes.access() : new ChangingAccess())
			.start(this.state, this.disk, "life-" + this.epoch++, this.journalRandom.split());
	}

	private void disturb() {
		switch (this.random.nextInt(6)) {
			case 0 -> {
				this.network.refuse(true);
				this.time.after(Duration.ofMillis(this.random.nextInt(10_000)), () -> this.network.refuse(false));
			}
			case 1 -> {
				if (this.server != null) {
					kill();
					boolean keepState = this.kind == PeerKind.STORED
							|| (this.kind.mayKeepState() && this.random.nextBoolean());
					this.time.after(Duration.ofMillis(this.random.nextInt(20_000)), () -> {
						if (this.server == null) {
							startServer(keepState);
						}
					});
				}
			}
			default -> this.network.disturb();
		}
	}

	private void work() {
		SimulatedClient client = this.clients.get(this.random.nextInt(this.clients.size()));
		String[] keys = (this.prefixes != null) ? PrefixWork.KEYS : KEYS;
		String key = keys[this.random.nextInt(keys.length)];
		if (this.prefixes != null && this.random.nextInt(4) == 0) {
			this.prefixes.watchOrUnwatch(client, (this.server != null) ? List.of(this.server) : List.of());
		}
		switch (this.random.nextInt(11)) {
			case 0, 1 -> watch(client, key, Pace.any(this.time, this.random.split(), this.trouble));
			case 2 -> client.unwatch(key);
			case 3 -> host(key);
			case 4 -> this.writes.expect(client.awaitNext(key, Duration.ofSeconds(this.random.nextInt(1, 20))), "wait");
			case 6 -> this.writes.updateOrWrite(client, key);
			case 5 -> {
				for (int i = this.random.nextInt(40); i > 0; i--) {
					this.writes.write(client, key);
				}
			}
			default -> this.writes.write(client, key);
		}
	}

	private void watch(SimulatedClient client, String key, Pace pace) {
		History.Observer observer = this.history.new Observer(key, this.prefixes != null);
		client.watch(key, this.random.nextInt(3) == 0 ? DeliveryMode.LATEST : DeliveryMode.EVERY, (change) -> {
			observer.observe(change);
			return pace.takeTime();
		});
	}

	/** More changes than a watch whose callback is stuck has room for. */
	private void flood() {
		String key = "object.a";
		SimulatedClient client = this.clients.get(0);
		client.unwatch(key);
		watch(client, key, new Pace(this.time, this.random.split(), this.trouble, Integer.MAX_VALUE));
		for (int i = 0; i < 1_500; i++) {
			this.time.after(Duration.ofMillis(10L * i), () -> host(key));
		}
	}

	/** The hosting application writes. */
	private void host(String key) {
		if (this.server != null && key.startsWith("object")) {
			this.server.mutate(key, Values.immutable(IntNode.valueOf(this.random.nextInt(10))));
		}
	}

	/**
	 * Where the delta comes first an acknowledged write, which always changes something
	 * here, can be read at once.
	 */
	private void checkReadable(SimulatedClient client, String key, long version) {
		boolean lacks = (this.prefixes != null)
				? this.prefixes.readsOwnWrites()
						&& (client.lacks(key, version) || this.prefixes.lacks(client, key, version))
				: client.lacks(key, version);
		if (this.kind.sendsDeltaFirst() && lacks) {
			this.broken = "A write of " + key + " was acknowledged as version " + version + " before it could be read";
		}
	}

	private void checkAlways() {
		if (this.broken != null) {
			throw new AssertionError(this.broken);
		}
		SimulatedPeer current = this.server;
		if (current != null && current.largestQueue() > 3 * this.backpressureLimit + 100) {
			throw new AssertionError("A session's queue holds " + current.largestQueue() + " frames");
		}
		// It is removed no faster than its watchers read, which it has where a prefix is
		// watched.
		if (current != null && this.kind == PeerKind.OURS && this.prefixes == null
				&& current.value("presence").size() > current.sessions()) {
			throw new AssertionError(current.value("presence") + " are present in " + current.sessions() + " sessions");
		}
	}

	private void checkAtTheEnd() {
		SimulatedPeer current = Objects.requireNonNull(this.server);
		for (int i = 0; i < this.clients.size(); i++) {
			SimulatedClient client = this.clients.get(i);
			if (client.status().state() != ConnectionState.RESTORED) {
				throw new AssertionError("Client " + i + " did not recover: " + client.status());
			}
			for (String key : client.watched()) {
				if (this.history.isUncertain(key) || (this.prefixes != null && !this.prefixes.mayRead(key))) {
					continue;
				}
				JsonNode here = client.value(key);
				if (here == null || !Values.equal(here, current.value(key))) {
					throw new AssertionError("Client " + i + " shows " + key + " as " + here + ", the server holds "
							+ current.value(key));
				}
			}
		}
		this.clients.forEach(SimulatedClient::checkDelivered);
		if (this.prefixes != null) {
			checkPrefixes(this.prefixes, current);
		}
		if (current.sessions() != this.clients.size()) {
			throw new AssertionError(current.sessions() + " sessions for " + this.clients.size() + " clients");
		}
		if (this.kind.hasPresence()) {
			checkPresence(current);
		}
		this.writes.check();
	}

	private void checkPrefixes(PrefixWork work, SimulatedPeer current) {
		if (current instanceof SimulatedServer ours) {
			work.checkAtTheEnd(this.clients, ours.contents(), ours.watched());
		}
		else {
			work.checkAnswered(this.clients);
		}
	}

	private void checkPresence(SimulatedPeer current) {
		JsonNode present = current.value("presence");
		for (int i = 0; i < this.clients.size(); i++) {
			if (!present.has("c" + i)) {
				throw new AssertionError("Client " + i + " is not present: " + present);
			}
		}
		this.clients.forEach(SimulatedClient::close);
		this.time.run(Duration.ofSeconds(5), this::checkAlways);
		JsonNode afterwards = current.value("presence");
		if (!(afterwards instanceof NullNode) && !afterwards.isEmpty()) {
			throw new AssertionError("Presence outlived its sessions: " + afterwards);
		}
	}

	/** An error that the client may report about what its server sent. */
	private boolean isBearable(String message) {
		return switch (this.kind) {
			// It counts a key's versions from 1 again after a removal, and sends what was
			// written, whatever was there.
			case NODE -> message.contains("the version went back") || message.contains("about another value");
			// It leaves out empty values, appends to what is not there, and drops deltas.
			case GO -> message.contains("left out") || message.contains("about another value");
			case OURS, STORED, RUST -> false;
		};
	}

}
