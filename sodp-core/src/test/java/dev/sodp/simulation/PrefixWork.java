// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.KeyState;
import dev.sodp.client.runtime.SimulatedClient;
import dev.sodp.client.runtime.SimulatedPrefixWatch;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.engine.SimulatedServer;
import dev.sodp.state.StateKeys;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Watches of prefixes in a simulation, and an access policy whose answers change. What a
 * watch was notified of, key by key, adds up to what its server holds.
 */
final class PrefixWork {

	/** More below one prefix than the smallest queue has room for. */
	static final String[] KEYS = { "list.a", "list.b", "object.a", "object.b", "object.c.d", "gone.a", "gone.b",
			"gone.c", "gone.d", "gone.e", "gone.f", "gone.g", "gone.h.i", ScriptedServer.DENIED };

	private static final String[] PATTERNS = { "list.*", "object.*", "object.c.*", "gone.*", "gone.*", "*", "none.*" };

	private static final int MOST_WATCHES = 6;

	private final History history;

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final Duration trouble;

	private final PeerKind kind;

	/** Null if everyone may do everything. */
	private final @Nullable ChangingAccess access;

	private final Map<SimulatedPrefixWatch, PrefixObserver> observers = new IdentityHashMap<>();

	PrefixWork(History history, SimulatedTime time, SplittableRandom random, Duration trouble, PeerKind kind) {
		this.history = history;
		this.time = time;
		this.random = random;
		this.trouble = trouble;
		this.kind = kind;
		this.access = random.nextBoolean() ? new ChangingAccess() : null;
	}

	AccessPolicy access() {
		return (this.access != null) ? this.access : AccessPolicy.ALLOW_ALL;
	}

	/**
	 * Some watches begin or end, of a prefix and of a key, also one soon after another.
	 */
	void watchOrUnwatch(SimulatedClient client, Collection<? extends SimulatedPeer> servers) {
		String pattern = PATTERNS[this.random.nextInt(PATTERNS.length)];
		Duration after = Duration.ZERO;
		for (int i = this.random.nextInt(1, 5); i > 0; i--) {
			this.time.after(after, () -> {
				if (this.random.nextInt(3) > 0) {
					watch(client, pattern);
				}
				else {
					unwatch(client, pattern);
				}
			});
			after = after.plusNanos(this.random.nextInt(2) * this.random.nextLong(30_000_000));
		}
		if (this.access != null && this.random.nextInt(4) == 0) {
			changeAccess(servers);
		}
	}

	private void changeAccess(Collection<? extends SimulatedPeer> servers) {
		String key = KEYS[this.random.nextInt(KEYS.length - 1)];
		this.history.hidden(key);
		if (this.access != null) {
			this.access.toggle(key);
		}
		for (SimulatedPeer server : servers) {
			if (server instanceof SimulatedServer ours) {
				ours.recheckAccess();
			}
		}
	}

	private void watch(SimulatedClient client, String pattern) {
		if (client.prefixWatches().size() >= MOST_WATCHES) {
			client.unwatch(client.prefixWatches().get(this.random.nextInt(MOST_WATCHES)));
		}
		PrefixObserver observer = new PrefixObserver(this.history);
		Pace pace = Pace.any(this.time, this.random.split(), this.trouble);
		DeliveryMode mode = (this.random.nextInt(3) == 0) ? DeliveryMode.LATEST : DeliveryMode.EVERY;
		SimulatedPrefixWatch watch = (this.random.nextInt(3) > 0) ? client.watchPrefix(pattern, mode, (change) -> {
			observer.observe(change);
			return pace.takeTime();
		}) : client.watchPrefix(pattern, mode, (value, meta) -> {
			observer.observe(value, meta);
			return pace.takeTime();
		});
		this.observers.put(watch, observer);
	}

	private void unwatch(SimulatedClient client, String pattern) {
		if (this.random.nextInt(3) == 0) {
			client.unwatchPrefix(pattern);
			return;
		}
		for (SimulatedPrefixWatch watch : List.copyOf(client.prefixWatches())) {
			if (watch.pattern().equals(pattern)) {
				client.unwatch(watch);
				return;
			}
		}
	}

	/**
	 * What the server refused while it was not allowed to be read is wanted again.
	 * @param watch watches a key by itself
	 */
	void watchAgain(List<SimulatedClient> clients, BiConsumer<SimulatedClient, String> watch) {
		watchPrefixesAgain(clients);
		for (SimulatedClient client : clients) {
			for (String key : List.copyOf(client.watched())) {
				if (isRefusedForNothing(client, key)) {
					client.unwatch(key);
					watch.accept(client, key);
				}
			}
		}
	}

	private void watchPrefixesAgain(List<SimulatedClient> clients) {
		for (SimulatedClient client : clients) {
			for (SimulatedPrefixWatch watch : List.copyOf(client.prefixWatches())) {
				if (this.kind.isOurs() && is(client, watch, KeyState.DENIED)) {
					if (this.random.nextBoolean()) {
						client.unwatchPrefix(watch.pattern());
					}
					watch(client, watch.pattern());
				}
			}
		}
	}

	/**
	 * Whether a client that is in sync does not know a key that was just written, which
	 * was not removed since.
	 */
	boolean lacks(SimulatedClient client, String key, long version) {
		return this.access == null && client.state(key).isEmpty() && !this.history.isRemovedAfter(key, version)
				&& client.prefixWatches()
					.stream()
					.anyMatch((watch) -> covers(watch, key) && is(client, watch, KeyState.LIVE));
	}

	/** Whether an acknowledged write can be read at once. */
	boolean readsOwnWrites() {
		return this.access == null;
	}

	boolean mayRead(String key) {
		return access().canRead(null, key);
	}

	/** A prefix without keys is live, too. */
	private static boolean is(SimulatedClient client, SimulatedPrefixWatch watch, KeyState state) {
		return client.state(watch.pattern()).filter((current) -> current == state).isPresent();
	}

	/** Whether a key was refused that can be read by now. */
	private boolean isRefusedForNothing(SimulatedClient client, String key) {
		return client.state(key).filter(KeyState.DENIED::equals).isPresent() && this.kind.isOurs() && mayRead(key);
	}

	private static boolean covers(SimulatedPrefixWatch watch, String key) {
		return key.startsWith(prefix(watch));
	}

	private static String prefix(SimulatedPrefixWatch watch) {
		return watch.pattern().substring(0, watch.pattern().length() - 1);
	}

	/** What holds of a peer that is not ours: nobody waits for an answer. */
	void checkAnswered(List<SimulatedClient> clients) {
		for (SimulatedClient client : clients) {
			for (SimulatedPrefixWatch watch : client.prefixWatches()) {
				if (!is(client, watch, KeyState.DENIED)) {
					throw new AssertionError(name(clients, client, watch) + " is " + client.state(watch.pattern()));
				}
			}
			checkNames(client);
		}
	}

	/**
	 * Checks what clients know against what there is.
	 * @param contents the keys that exist, with their values
	 * @param watched what the sessions of all servers watch
	 */
	void checkAtTheEnd(List<SimulatedClient> clients, Map<String, JsonNode> contents, List<Set<String>> watched) {
		for (SimulatedClient client : clients) {
			for (SimulatedPrefixWatch watch : client.prefixWatches()) {
				check(name(clients, client, watch), client, watch, contents);
			}
			checkNames(client);
		}
		checkSubscriptions(clients, watched);
	}

	private static String name(List<SimulatedClient> clients, SimulatedClient client, SimulatedPrefixWatch watch) {
		return "Watch of " + watch.pattern() + " by client " + clients.indexOf(client);
	}

	private static void checkNames(SimulatedClient client) {
		Set<String> names = names(client);
		if (!List.copyOf(names).equals(client.statusNames())) {
			throw new AssertionError("A client watches " + client.statusNames() + " instead of " + names);
		}
	}

	private void check(String name, SimulatedClient client, SimulatedPrefixWatch watch,
			Map<String, JsonNode> contents) {
		if (!is(client, watch, KeyState.LIVE)) {
			throw new AssertionError(name + " is " + client.state(watch.pattern()));
		}
		Map<String, JsonNode> held = new TreeMap<>(contents);
		held.keySet().removeIf((key) -> !covers(watch, key) || !mayRead(key));
		Map<String, JsonNode> notified = this.observers.get(watch).contents();
		if (!equal(notified, held)) {
			throw new AssertionError(name + " was notified of " + notified + ", there is " + held);
		}
		Map<String, JsonNode> values = client.values(prefix(watch));
		values.keySet().removeIf((key) -> client.state(key).filter(KeyState.DENIED::equals).isPresent());
		if (!equal(values, held)) {
			throw new AssertionError(name + " reads " + values + ", there is " + held);
		}
		if (watch.size() > held.size()) {
			throw new AssertionError(name + " keeps " + watch.size() + " deliveries for " + held.size() + " keys");
		}
	}

	private static boolean equal(Map<String, JsonNode> one, Map<String, JsonNode> other) {
		return one.keySet().equals(other.keySet()) && one.entrySet()
			.stream()
			.allMatch((entry) -> Values.equal(entry.getValue(), other.get(entry.getKey())));
	}

	/**
	 * Neither too many nor too few, but keys of a prefix need no subscription of their
	 * own.
	 */
	private void checkSubscriptions(List<SimulatedClient> clients, List<Set<String>> watched) {
		List<String> wanted = new ArrayList<>();
		for (SimulatedClient client : clients) {
			Set<String> names = names(client);
			names.removeIf((name) -> !mayRead(name));
			wanted.add(withoutCovered(names).toString());
		}
		List<String> subscribed = new ArrayList<>(
				watched.stream().map((names) -> withoutCovered(names).toString()).toList());
		wanted.sort(null);
		subscribed.sort(null);
		if (!wanted.equals(subscribed)) {
			throw new AssertionError("The sessions watch " + subscribed + " instead of " + wanted);
		}
	}

	private static Set<String> withoutCovered(Set<String> names) {
		Set<String> rest = new TreeSet<>(names);
		rest.removeIf((name) -> !StateKeys.isPattern(name) && names.stream()
			.anyMatch((other) -> StateKeys.isPattern(other) && name.startsWith(StateKeys.prefix(other))));
		return rest;
	}

	private static Set<String> names(SimulatedClient client) {
		Set<String> names = new TreeSet<>(client.watched());
		client.prefixWatches().forEach((watch) -> names.add(watch.pattern()));
		return names;
	}

}
