// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.interop.engines.AbstractClusterApplicationTests.NodeApplication;
import dev.sodp.server.SodpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot applications that no property tells where the engine is, only connection
 * details.
 */
@Tag("engines")
abstract class AbstractConnectionDetailsTests {

	private final List<ConfigurableApplicationContext> nodes = new CopyOnWriteArrayList<>();

	@AfterEach
	final void closeNodes() {
		this.nodes.forEach(ConfigurableApplicationContext::close);
	}

	/** Where the engine is. */
	abstract DataRedisConnectionDetails details();

	/** The server of the application that is started first. */
	abstract SodpServer first();

	/** Starts an application. */
	final SodpServer node() {
		ConfigurableApplicationContext node = new SpringApplicationBuilder(NodeApplication.class)
			.initializers((GenericApplicationContext context) -> context.registerBean(DataRedisConnectionDetails.class,
					this::details))
			.run("--spring.config.name=none", "--spring.main.banner-mode=off", "--spring.application.name=shop",
					"--server.port=0", "--sodp.server.enabled=true", "--sodp.server.cluster.enabled=true");
		this.nodes.add(node);
		return node.getBean(SodpServer.class);
	}

	@Test
	void applicationsShareTheirStateWhereTheDetailsLead() {
		SodpServer first = first();
		SodpServer second = node();

		first.set("score", 1);

		assertThat(AbstractClusterApplicationTests.value(second, "score")).isEqualTo("1");
		Awaitility.await()
			.untilAsserted(() -> assertThat(first.cluster().orElseThrow().nodes()).hasSize(2)
				.contains(second.cluster().orElseThrow().node()));
	}

}
