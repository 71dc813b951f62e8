// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpOperations;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The listener that the documentation recommends for final writes.
 */
class ShutdownListenerTests {

	@Test
	void itWritesOnceThoughTheManagementContextIsClosedToo() {
		List<String> written = new CopyOnWriteArrayList<>();
		ConfigurableApplicationContext application = Hosts.start(Closing.class, "sodp.server.enabled=true",
				"management.server.port=0");
		application.getBean(SodpServer.class).listen((change) -> written.add(change.key()));
		Farewell farewell = application.getBean(Farewell.class);

		application.close();

		assertThat(written).containsExactly("game.open");
		assertThat(farewell.closed).hasSizeGreaterThan(1);
	}

	@Import({ TestApplication.class, Farewell.class })
	static class Closing {

	}

	static class Farewell {

		private final List<ContextClosedEvent> closed = new CopyOnWriteArrayList<>();

		private final ApplicationContext context;

		private final SodpOperations sodp;

		Farewell(ApplicationContext context, SodpOperations sodp) {
			this.context = context;
			this.sodp = sodp;
		}

		@EventListener
		void on(ContextClosedEvent event) {
			this.closed.add(event);
			if (event.getApplicationContext() == this.context) {
				this.sodp.setAndWait("game.open", false);
			}
		}

	}

}
