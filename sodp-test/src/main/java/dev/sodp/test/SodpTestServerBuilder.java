// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import dev.sodp.internal.Durations;
import dev.sodp.server.SodpServerBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builder for {@link SodpTestServer}s; may be used several times. Not thread-safe.
 */
public final class SodpTestServerBuilder {

	private static final int MAX_PORT = 65_535;

	private final List<Consumer<SodpServerBuilder>> customizers = new ArrayList<>();

	private int port;

	private boolean tokenRequired;

	private Duration patience = SodpTestServer.DEFAULT_PATIENCE;

	private JsonMapper jsonMapper = JsonMapper.shared();

	SodpTestServerBuilder() {
	}

	/**
	 * Sets the port on the loopback interface.
	 * @param newPort the port, or 0, the default, for a free one
	 * @return this builder
	 */
	public SodpTestServerBuilder port(int newPort) {
		if (newPort < 0 || newPort > MAX_PORT) {
			throw new IllegalArgumentException("port must be between 0 and " + MAX_PORT + " (was " + newPort + ")");
		}
		this.port = newPort;
		return this;
	}

	/**
	 * Sets whether clients must present a token that the server
	 * {@linkplain SodpTestServer#issueToken(String) issued} or
	 * {@linkplain SodpTestServer#acceptToken(String, String) accepts}.
	 * @param required false, the default, to accept all clients
	 * @return this builder
	 */
	public SodpTestServerBuilder requireToken(boolean required) {
		this.tokenRequired = required;
		return this;
	}

	/**
	 * Sets how long the server's waiting methods and the assertions wait.
	 * @param newPatience positive, at most 365 days; 30 s by default
	 * @return this builder
	 */
	public SodpTestServerBuilder patience(Duration newPatience) {
		this.patience = Durations.bounded(newPatience, "patience");
		return this;
	}

	/**
	 * Sets the mapper that converts the values that a test sets, reads and expects.
	 * @param mapper the mapper; Jackson's default mapper unless set
	 * @return this builder
	 */
	public SodpTestServerBuilder jsonMapper(JsonMapper mapper) {
		this.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
		return this;
	}

	/**
	 * Customizes the underlying server, for example its limits, validator or access
	 * policy. Its authenticator and mapper are already set and can be replaced.
	 * @param customizer called for each start without state
	 * @return this builder
	 */
	public SodpTestServerBuilder customize(Consumer<SodpServerBuilder> customizer) {
		this.customizers.add(Objects.requireNonNull(customizer, "customizer must not be null"));
		return this;
	}

	/**
	 * Applies customizers specified by their classes.
	 * @param types classes to instantiate and call once, immediately
	 * @return this builder
	 * @throws IllegalArgumentException if a class cannot be instantiated
	 */
	public SodpTestServerBuilder customizedBy(List<Class<? extends SodpTestServerCustomizer>> types) {
		types.forEach((type) -> instantiate(type).customize(this));
		return this;
	}

	private static SodpTestServerCustomizer instantiate(Class<? extends SodpTestServerCustomizer> type) {
		try {
			Constructor<? extends SodpTestServerCustomizer> constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(
					type.getName() + " must have a no-argument constructor that does not throw", ex);
		}
	}

	/**
	 * Starts a server.
	 * @return a listening server, to be closed after use
	 */
	public SodpTestServer start() {
		return new DefaultSodpTestServer(this.port, this.tokenRequired ? new TokenAuthority() : null, this.patience,
				this.jsonMapper, List.copyOf(this.customizers));
	}

}
