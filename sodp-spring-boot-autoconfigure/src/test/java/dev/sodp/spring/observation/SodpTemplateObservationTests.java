// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.transport.InMemoryTransport;
import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Micrometer learns about the writes of a template.
 */
class SodpTemplateObservationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final SodpClient client = SodpClient.builder("ws://in-memory")
		.transport(new InMemoryTransport(this.server))
		.build();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	private final SodpTemplate sodp = new SodpTemplate(this.client);

	@BeforeEach
	void observe() {
		this.client.ready().join();
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStop(Observation.Context context) {
				SodpTemplateObservationTests.this.stopped.add(context);
			}

		});
		this.sodp.addWriteListener(new SodpTemplateObservations(this.registry, "primary", null));
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private SodpTemplateObservationContext observed() {
		await().until(() -> !this.stopped.isEmpty());
		return (SodpTemplateObservationContext) this.stopped.get(0);
	}

	@Test
	void aWriteIsObservedUnderTheDocumentedNames() {
		this.sodp.setIn("game.player", "/points", 5).join();

		SodpTemplateObservationContext context = observed();
		assertThat(context.getName()).isEqualTo("sodp.template");
		assertThat(context.getContextualName()).isEqualTo("sodp set_in");
		assertThat(context.getLowCardinalityKeyValues()).extracting(KeyValue::toString)
			.containsExactlyInAnyOrder("keyValue(messaging.operation=set_in)", "keyValue(messaging.system=sodp)",
					"keyValue(sodp.client=primary)", "keyValue(sodp.outcome=applied)");
		assertThat(context.getHighCardinalityKeyValues()).extracting(KeyValue::toString)
			.containsExactly("keyValue(messaging.destination.name=game.player)");
	}

	@Test
	void everyKindOfWriteIsObserved() {
		this.sodp.set("a", List.of()).join();
		this.sodp.append("a", 1).join();
		this.sodp.append("a", 1, 2).join();
		this.sodp.delete("a").join();
		this.sodp.patch("a", Map.of("x", 1)).join();
		this.sodp.setIn("a", "/y", 1).join();
		this.sodp.presence("a", "/p", 1).join();
		this.sodp.clearPresence("a", "/p").join();
		this.sodp.update("a", JsonNode.class, (before) -> null).join();
		this.sodp.call("state.delete", Map.of("state", "a")).join();

		await().until(() -> this.stopped.size() == 10);
		assertThat(this.stopped).map(SodpTemplateObservationContext.class::cast)
			.extracting(SodpTemplateObservationContext::operation)
			.containsExactlyInAnyOrder("set", "append", "append", "delete", "patch", "set_in", "presence",
					"clear_presence", "update", "call");
	}

	@Test
	void aFailureIsRecordedWithItsOutcome() {
		this.sodp.set("no spaces", 1).handle((result, failure) -> failure).join();

		assertThat(observed().getError()).isInstanceOf(SodpRejectedException.class);
		assertThat(observed().outcome()).isEqualTo("rejected");
	}

	@Test
	void aWriteThatIsNotSentSaysSo() {
		this.client.close();

		this.sodp.set("a", 1).handle((result, failure) -> failure).join();

		assertThat(observed().outcome()).isEqualTo("not_sent");
	}

	@Test
	void aValueThatCannotTravelIsInvalid() {
		this.sodp.setIn("a", "no pointer", 1).handle((result, failure) -> failure).join();

		assertThat(observed().outcome()).isEqualTo("invalid");
	}

	@Test
	void theObservationOfTheCallerIsTheParent() {
		Observation parent = Observation.start("parent", this.registry);
		parent.scoped(() -> {
			this.sodp.set("a", 1);
		});

		assertThat(observed().getParentObservation()).isSameAs(parent);
		parent.stop();
	}

	@Test
	void cancellingStillDropsAWriteThatWaits() {
		try (SodpClient waiting = SodpClient.builder("ws://localhost:1").autoStart(false).build()) {
			SodpTemplate template = new SodpTemplate(waiting);
			template.addWriteListener(new SodpTemplateObservations(this.registry, "primary", null));

			template.set("a", 1).cancel(false);

			assertThat(observed().outcome()).isEqualTo("unknown");
		}
	}

	@Test
	void aListenerThatThrowsDoesNotHarmTheWrite() {
		this.sodp.addWriteListener((operation, key) -> {
			throw new IllegalStateException("broken at the beginning");
		});
		this.sodp.addWriteListener((operation, key) -> (failure) -> {
			throw new IllegalStateException("broken at the end");
		});

		assertThat(this.sodp.set("a", 1).join().version()).isPresent();
		assertThat(observed().outcome()).isEqualTo("applied");
	}

	@Test
	void aConventionMayRenameIt() {
		SodpTemplate renamed = new SodpTemplate(this.client);
		renamed.addWriteListener(
				new SodpTemplateObservations(this.registry, "other", new SodpTemplateObservationConvention() {

					@Override
					public String getName() {
						return "state.writes";
					}

				}));

		renamed.set("a", 1).join();

		assertThat(observed().getName()).isEqualTo("state.writes");
	}

	@Test
	void theDocumentationNamesEveryKeyValue() {
		this.sodp.set("a", 1).join();
		List<String> documented = new ArrayList<>();
		for (KeyName[] names : List.of(SodpTemplateObservation.TEMPLATE_OBSERVATION.getLowCardinalityKeyNames(),
				SodpTemplateObservation.TEMPLATE_OBSERVATION.getHighCardinalityKeyNames())) {
			Arrays.stream(names).map(KeyName::asString).forEach(documented::add);
		}

		assertThat(observed().getAllKeyValues()).extracting(KeyValue::getKey)
			.containsExactlyInAnyOrderElementsOf(documented);
	}

}
