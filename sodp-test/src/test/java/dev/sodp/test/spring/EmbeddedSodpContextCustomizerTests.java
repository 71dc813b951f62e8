// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.List;
import java.util.Map;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.client.SodpClient;
import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpAssertions;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.SodpTestServerBuilder;
import dev.sodp.test.SodpTestServerCustomizer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class EmbeddedSodpContextCustomizerTests {

	private static final MergedContextConfiguration UNUSED = new MergedContextConfiguration(
			EmbeddedSodpContextCustomizerTests.class, null, null, null, null);

	private static ContextCustomizer customizer(Class<?> testClass) {
		return new EmbeddedSodpContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	private static GenericApplicationContext customized() {
		GenericApplicationContext context = new GenericApplicationContext();
		customizer(Annotated.class).customizeContext(context, UNUSED);
		return context;
	}

	private static void assertListens(String url, boolean expected) {
		try (SodpClient client = SodpClient.builder(url).reconnect(false).build()) {
			await().until(() -> client.ready().isDone());
			assertThat(client.status().state().isLive()).isEqualTo(expected);
		}
	}

	@Test
	void classesWithoutTheAnnotationAreLeftAlone() {
		assertThat(customizer(Plain.class)).isNull();
	}

	@Test
	void equalAnnotationsShareAContext() {
		assertThat(customizer(Annotated.class)).isEqualTo(customizer(AnnotatedAlike.class))
			.hasSameHashCodeAs(customizer(AnnotatedAlike.class));
	}

	@Test
	void otherSettingsNeedAnotherContext() {
		assertThat(customizer(Annotated.class)).isNotEqualTo(customizer(AnnotatedOtherwise.class));
	}

	@Test
	void sliceBringsTheAnnotationAlong() {
		assertThat(customizer(Slice.class)).isEqualTo(customizer(Annotated.class));
	}

	@Test
	void annotationBesideTheSliceWins() {
		assertThat(customizer(SliceWithTokens.class)).isEqualTo(new EmbeddedSodpContextCustomizer(0, true, List.of()));
	}

	@Test
	void serverListensBeforeTheContextStartsAndUntilItIsClosed() {
		GenericApplicationContext context = customized();
		String url = context.getEnvironment().getRequiredProperty("local.sodp.url");
		assertListens(url, true);

		context.refresh();
		assertThat(context.getBean(SodpConnectionDetails.class).getUrl()).isEqualTo(url);
		assertListens(url, true);

		context.close();
		assertListens(url, false);
	}

	@Test
	void serverIsClosedIfTheContextFailsToStart() {
		GenericApplicationContext context = customized();
		String url = context.getEnvironment().getRequiredProperty("local.sodp.url");
		context.registerBean("failing", String.class, () -> {
			throw new IllegalStateException("on purpose");
		});

		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(context::refresh);

		assertListens(url, false);
	}

	@Test
	void settingsOfTheApplicationComeBeforeTheQuickReconnect() {
		try (GenericApplicationContext context = customized()) {
			assertThat(context.getEnvironment().getProperty("sodp.reconnect.delay")).isEqualTo("50ms");
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("application", Map.of("sodp.reconnect.delay", "5s")));

			assertThat(context.getEnvironment().getProperty("sodp.reconnect.delay")).isEqualTo("5s");
			context.refresh();
		}
	}

	@Test
	void otherCustomizersNeedAnotherContext() {
		assertThat(customizer(Annotated.class)).isNotEqualTo(customizer(Customized.class));
		assertThat(customizer(Customized.class)).isEqualTo(customizer(Customized.class));
	}

	@Test
	void whatTheTestItselfSaysAboutTheConnectionCounts() {
		GenericApplicationContext context = new GenericApplicationContext();
		TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context, "sodp.ssl.bundle=test");

		customizer(Annotated.class).customizeContext(context, UNUSED);

		context.refresh();
		try (context) {
			assertThat(context.getEnvironment().getProperty("sodp.ssl.bundle")).isEqualTo("test");
			assertThat(context.getEnvironment().getProperty("sodp.proxy.enabled")).isEqualTo("false");
		}
	}

	@Test
	void testMeansTheJsonOfTheApplication() {
		GenericApplicationContext context = customized();
		context.registerBean(JsonMapper.class,
				() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build());
		context.refresh();
		try (context) {
			SodpTestServer server = context.getBean(SodpTestServer.class);
			server.set("player", new Player(5));

			assertThat(server.get("player")).hasToString("Optional[{\"hit_points\":5}]");
			assertThat(server.get("player", Player.class)).contains(new Player(5));
			SodpAssertions.assertThat(server).key("player").hasValue(new Player(5));
		}
	}

	@Test
	void withoutOurAutoConfigurationThereIsOnlyTheServer() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.setClassLoader(new FilteredClassLoader("dev.sodp.boot"));

		customizer(Annotated.class).customizeContext(context, UNUSED);

		context.refresh();
		try (context) {
			assertThat(context.getBean(SodpTestServer.class).port()).isPositive();
			assertThat(context.containsBean("embeddedSodpConnectionDetails")).isFalse();
		}
	}

	record Player(int hitPoints) {
	}

	static final class Renamed implements SodpTestServerCustomizer {

		@Override
		public void customize(SodpTestServerBuilder builder) {
			builder.customize((inside) -> inside.name("customized"));
		}

	}

	@EmbeddedSodp(customizers = Renamed.class)
	static class Customized {

	}

	static class Plain {

	}

	@EmbeddedSodp
	static class Annotated {

	}

	@EmbeddedSodp(reset = false)
	static class AnnotatedAlike {

	}

	@EmbeddedSodp(requireToken = true)
	static class AnnotatedOtherwise {

	}

	@SodpTest
	static class Slice {

	}

	@SodpTest
	@EmbeddedSodp(requireToken = true)
	static class SliceWithTokens {

	}

}
