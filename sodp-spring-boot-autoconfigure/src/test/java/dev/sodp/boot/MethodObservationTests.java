// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpCallException;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.method.SodpMethod;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is measured of calls, and that clients choose no names there.
 */
@Tag("container")
class MethodObservationTests {

	private static ConfigurableApplicationContext host;

	private static MeterRegistry meters;

	private static URI uri;

	@BeforeAll
	static void startHost() {
		host = Container.TOMCAT.start(Host.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.method-observation-enabled=true");
		meters = host.getBean(MeterRegistry.class);
		uri = URI.create("ws://localhost:" + Hosts.port(host) + "/sodp");
	}

	@AfterAll
	static void stopHost() {
		host.close();
	}

	private static void assertObserved(String method, String outcome) {
		await().untilAsserted(() -> {
			Timer timer = meters.find("sodp.server.method")
				.tag("sodp.method", method)
				.tag("sodp.outcome", outcome)
				.timer();
			assertThat(timer).isNotNull();
			assertThat(timer.count()).isPositive();
		});
	}

	@Test
	void callsAreMeasuredByMethodAndOutcome() {
		try (RawSession session = new RawSession(uri)) {
			session.call("calls.work", "{}");
			session.call("calls.refuse", "{}");
			session.call("calls.fail", "{}");
			session.call("calls.typed", "{'number':'none'}");
		}

		assertObserved("calls.work", "success");
		assertObserved("calls.refuse", "409");
		assertObserved("calls.fail", "500");
		assertObserved("calls.typed", "400");
	}

	@Test
	void inventedNamesMakeNoMeters() {
		try (RawSession session = new RawSession(uri)) {
			session.call("calls.work", "{}");
			assertObserved("calls.work", "success");
			List<String> before = names();

			for (int i = 0; i < 500; i++) {
				assertThat(session.call("invented." + i, "{}").code()).as("call %d", i).isEqualTo(404);
				session.call("state.set", "{'state':'not allowed" + i + "','value':1}");
			}

			assertThat(names()).isEqualTo(before);
			assertThat(meters.find("sodp.server.method").timers())
				.allSatisfy((timer) -> assertThat(timer.getId().getTag("sodp.method")).startsWith("calls."));
		}
	}

	private static List<String> names() {
		return meters.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter((name) -> name.startsWith("sodp."))
			.distinct()
			.sorted()
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		@Bean
		Calls calls(SodpServer server) {
			return new Calls();
		}

	}

	record Typed(int number) {
	}

	static class Calls {

		@SodpMethod("calls.work")
		Map<String, Object> work() {
			return Map.of();
		}

		@SodpMethod("calls.refuse")
		void refuse() {
			throw new SodpCallException(409, "no");
		}

		@SodpMethod("calls.fail")
		void fail() {
			throw new IllegalStateException("no");
		}

		@SodpMethod("calls.typed")
		void typed(Typed typed) {
		}

	}

}
