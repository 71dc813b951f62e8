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
 * Builds a {@link SodpTestServer}. Not thread-safe. Can start several servers.
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
	 * Sets the port of the loopback interface.
	 * @param newPort 0, the default, for one that is free
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
	 * @param required false, the default, to let everyone in
	 * @return this builder
	 */
	public SodpTestServerBuilder requireToken(boolean required) {
		this.tokenRequired = required;
		return this;
	}

	/**
	 * Sets how long the server's own waiting methods and the assertions wait.
	 * @param newPatience positive, at most 365 days; 30 s by default
	 * @return this builder
	 */
	public SodpTestServerBuilder patience(Duration newPatience) {
		this.patience = Durations.bounded(newPatience, "patience");
		return this;
	}

	/**
	 * Sets what converts the values that a test writes, expects and reads.
	 * @param mapper the mapper, Jackson's default one unless set
	 * @return this builder
	 */
	public SodpTestServerBuilder jsonMapper(JsonMapper mapper) {
		this.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
		return this;
	}

	/**
	 * Changes the server inside, for example its limits, validator or access policy. Its
	 * authenticator and mapper are set before, so that they can be replaced here.
	 * @param customizer called for each start without state
	 * @return this builder
	 */
	public SodpTestServerBuilder customize(Consumer<SodpServerBuilder> customizer) {
		this.customizers.add(Objects.requireNonNull(customizer, "customizer must not be null"));
		return this;
	}

	/**
	 * Applies customizers that are known by their classes.
	 * @param types each is instantiated and called once, now
	 * @return this builder
	 * @throws IllegalArgumentException if one cannot be instantiated
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
					type.getName() + " needs a constructor without parameters that does not fail", ex);
		}
	}

	/**
	 * Starts a server.
	 * @return listening already; to be closed after use
	 */
	public SodpTestServer start() {
		return new DefaultSodpTestServer(this.port, this.tokenRequired ? new TokenAuthority() : null, this.patience,
				this.jsonMapper, List.copyOf(this.customizers));
	}

}
