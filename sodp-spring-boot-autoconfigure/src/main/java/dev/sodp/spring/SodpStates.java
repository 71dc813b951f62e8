// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.internal.KeyNames;
import dev.sodp.spring.internal.Problem;
import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@link SodpState}s of an application. Requests for the same key of the same client
 * with the same type return the same state. States are kept until this object is closed;
 * for keys that come and go, use a state of their prefix or {@link SodpOperations#watch}
 * instead. Thread-safe.
 *
 * <p>
 * In place of a key, a pattern such as {@code game.*} stands for all keys with a prefix;
 * its type must be {@code Map<String, T>}, see {@link SodpState}.
 */
public final class SodpStates implements AutoCloseable {

	private final SodpClients clients;

	private final JsonMapper mapper;

	private final Map<Id, HeldState<?>> states = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/**
	 * Creates an empty collection.
	 * @param clients the clients that watch the keys
	 * @param mapper converts the values; preferably the mapper that the clients use
	 */
	public SodpStates(SodpClients clients, JsonMapper mapper) {
		this.clients = Objects.requireNonNull(clients, "clients must not be null");
		this.mapper = Objects.requireNonNull(mapper, "mapper must not be null");
	}

	/**
	 * Returns the state of a key of the primary client and watches the key from now on.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the state
	 * @throws IllegalArgumentException if the key is not valid, or is a pattern and the
	 * type not a map
	 * @throws IllegalStateException if this object or the client is closed
	 */
	public <T> SodpState<T> get(String key, Class<T> type) {
		return get(SodpClients.PRIMARY, key, type);
	}

	/**
	 * Returns the state of a key of the primary client and watches the key from now on.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return the state
	 * @throws IllegalArgumentException if the key is not valid, or is a pattern and the
	 * type not a map
	 * @throws IllegalStateException if this object or the client is closed
	 */
	public <T> SodpState<T> get(String key, TypeReference<T> type) {
		return get(SodpClients.PRIMARY, key, type.getType());
	}

	/**
	 * Returns the state of a key of any client and watches the key from now on.
	 * @param <T> the type that {@code type} represents
	 * @param client name of the client
	 * @param key the key
	 * @param type Java type of the value; {@link tools.jackson.databind.JsonNode} for the
	 * unconverted tree
	 * @return the state
	 * @throws IllegalArgumentException if there is no such client, the key is not valid,
	 * or is a pattern and the type not a map
	 * @throws IllegalStateException if this object or the client is closed
	 */
	@SuppressWarnings("unchecked")
	public <T> SodpState<T> get(String client, String key, Type type) {
		if (this.closed) {
			throw new IllegalStateException(
					"The states have been closed together with the application context they belong to");
		}
		SodpClient watching = this.clients.get(client);
		JavaType javaType = this.mapper.constructType(type);
		Problem problem = problem(key, javaType);
		if (problem != null) {
			throw new IllegalArgumentException(problem.text() + ". " + problem.remedy());
		}
		return (SodpState<T>) this.states.computeIfAbsent(new Id(client, key, javaType),
				(id) -> StateKeys.isPattern(key) ? new PrefixState<>(watching, key, javaType, this.mapper)
						: new LiveState<>(watching, key, javaType, this.mapper));
	}

	/**
	 * Returns why there can be no state with a key and a type.
	 * @return the problem, or null if there is none that is known
	 */
	@Nullable Problem problem(String key, Type type) {
		Problem problem = KeyNames.problem(key);
		return (problem == null && StateKeys.isPattern(key)) ? PrefixState.problem(key, this.mapper.constructType(type))
				: problem;
	}

	/** Ends every watch and completes every subscriber. */
	@Override
	public void close() {
		this.closed = true;
		this.states.values().forEach(HeldState::close);
		this.states.clear();
	}

	/**
	 * Identity of a state.
	 */
	private record Id(String client, String key, JavaType type) {
	}

}
