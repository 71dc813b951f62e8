// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance beside the one of the test, started as its {@code main} method would.
 */
final class RunningSample implements AutoCloseable {

	static final int ANY_PORT = 0;

	private final ConfigurableApplicationContext context;

	private RunningSample(List<String> arguments) {
		this.context = new SpringApplicationBuilder(SampleApplication.class).run(arguments.toArray(String[]::new));
	}

	/** One that hosts the state and keeps it in a directory. */
	static RunningSample server(int port, Path directory) {
		return new RunningSample(List.of("--server.port=" + port, "--sodp.server.persistence.directory=" + directory));
	}

	/** One that is a client of a server elsewhere. */
	static RunningSample client(String url, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=" + ANY_PORT, "--sodp.server.enabled=false",
				"--sodp.url=" + url, "--sodp.reconnect.delay=100ms", "--sodp.reconnect.max-delay=200ms"));
		all.addAll(List.of(arguments));
		return new RunningSample(all);
	}

	/** Address of the state that an instance hosts. */
	static String sodpUrl(int port) {
		return "ws://localhost:" + port + "/sodp";
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	SampleClient http() {
		return new SampleClient(port());
	}

	/** Ends the application in order; does nothing if it has ended. */
	void stop() {
		this.context.close();
	}

	@Override
	public void close() {
		stop();
	}

}
