// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.sodp.client.WatchMeta.Source;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.internal.KeyNames;
import dev.sodp.spring.internal.Problem;
import dev.sodp.spring.watch.SodpErrorHandler;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.spring.watch.SodpWatchSpec;
import dev.sodp.state.PathPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Reads the annotations of a method and resolves their attributes. Rejects an attribute
 * that cannot be resolved with an exception that names it.
 */
public final class WatchAnnotations {

	private static final String DEFINE = ", and define the properties and beans that the attribute refers to";

	private final WatchTexts texts;

	private final WatchKeys keys;

	public WatchAnnotations(ConfigurableBeanFactory beanFactory) {
		this.texts = new WatchTexts(beanFactory);
		this.keys = new WatchKeys(this.texts);
	}

	/**
	 * Returns the resolved attributes of an annotation.
	 * @param defaultId supplies the id if the annotation does not specify one
	 */
	public SodpWatchSpec spec(WatchedMethod method, SodpWatch annotation, Supplier<String> defaultId) {
		Attributes attributes = new Attributes(method);
		List<String> resolved = attributes.get("its keys", () -> this.keys.resolve(annotation.keys()),
				"Specify at least one key, for example @SodpWatch(\"game.player\")" + DEFINE);
		resolved.forEach((key) -> refuse(method, KeyNames.problem(key)));
		String id = attributes.get("its id", () -> text(annotation.id()), "Specify a text" + DEFINE);
		String path = attributes.get("its path", () -> path(annotation.path()),
				"Specify a JSON Pointer such as \"/players/{name}/health\", or remove the path to watch the whole value"
						+ DEFINE);
		Object params = attributes.get("its params", () -> params(annotation.params()),
				"Specify JSON such as \"{\\\"region\\\": \\\"eu\\\"}\", or an expression that evaluates to an object"
						+ DEFINE);
		Boolean autoStartup = attributes.get("its autoStartup", () -> this.texts.flag(annotation.autoStartup()),
				"Specify \"true\" or \"false\"" + DEFINE);
		SodpErrorHandler errorHandler = attributes.get("its errorHandler",
				() -> reference(annotation.errorHandler(), SodpErrorHandler.class),
				"Specify the name of a SodpErrorHandler bean, or an expression that evaluates to a handler" + DEFINE);
		Executor executor = attributes.get("its executor", () -> reference(annotation.executor(), Executor.class),
				"Specify the name of an Executor bean, or an expression that evaluates to an executor" + DEFINE);
		String client = attributes.get("its client", () -> text(annotation.client()),
				"Specify the name of a client, or remove it to use the primary client" + DEFINE);
		return SodpWatchSpec.of(id.isEmpty() ? defaultId.get() : id, resolved)
			.withPath(path)
			.withParams(params)
			.withAutoStartup(autoStartup)
			.withErrorHandler(errorHandler)
			.withExecutor(executor)
			.withDelivery(annotation.delivery())
			.withSources(sources(method, annotation))
			.withClient(client.isEmpty() ? SodpClients.PRIMARY : client);
	}

	/**
	 * Returns the keys that the results of a method are written to; empty without
	 * {@code @SendTo}.
	 */
	public List<String> targets(WatchedMethod method) {
		SendTo annotation = WatchMethods.sendTo(method.method());
		if (annotation == null) {
			return List.of();
		}
		List<String> targets = new Attributes(method).get("its @SendTo", () -> this.keys.resolve(annotation.value()),
				"Specify at least one key, for example @SendTo(\"game.total\")" + DEFINE);
		targets.forEach((target) -> refuse(method, problemOfTarget(target)));
		return targets;
	}

	private static @Nullable Problem problemOfTarget(String target) {
		if (target.indexOf('*') < 0) {
			return null;
		}
		return new Problem("its @SendTo names '" + target + "', which is not a single key to write a result to",
				"Specify a single key, for example @SendTo(\"game.total\"), or write the key of the event through a"
						+ " parameter of type StateRef");
	}

	private static void refuse(WatchedMethod method, @Nullable Problem problem) {
		if (problem != null) {
			throw method.invalid(problem);
		}
	}

	private String text(String text) {
		return text.isEmpty() ? text : this.texts.text(text);
	}

	private @Nullable String path(String text) {
		String path = text(text);
		return path.isEmpty() ? null : PathPattern.parse(path).toString();
	}

	private @Nullable Object params(String text) {
		if (text.isEmpty()) {
			return null;
		}
		Object value = this.texts.evaluate(text);
		return (value instanceof String json) ? tree(json) : value;
	}

	/** Without the exception of the parser, whose message describes its own settings. */
	private static JsonNode tree(String json) {
		try {
			return JsonMapper.shared().readTree(json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is not JSON: " + ex.getOriginalMessage());
		}
	}

	private <T> @Nullable T reference(String text, Class<T> type) {
		return text.isEmpty() ? null : this.texts.reference(text, type);
	}

	private static Set<Source> sources(WatchedMethod method, SodpWatch annotation) {
		if (annotation.sources().length == 0) {
			throw method.invalid("its sources are empty, so no event would reach it",
					"Specify at least one source, for example sources = Source.DELTA, or omit the attribute for all");
		}
		return EnumSet.copyOf(Arrays.asList(annotation.sources()));
	}

	/** Adds the name of an attribute to the exception for it. */
	private record Attributes(WatchedMethod method) {

		<T extends @Nullable Object> T get(String subject, Supplier<T> value, String remedy) {
			try {
				return value.get();
			}
			catch (RuntimeException ex) {
				throw this.method.invalid(
						subject + " cannot be resolved: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
						remedy, ex);
			}
		}

	}

}
