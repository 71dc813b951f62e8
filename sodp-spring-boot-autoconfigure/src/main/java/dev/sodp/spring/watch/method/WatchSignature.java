// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import dev.sodp.spring.internal.BeanMethods;
import dev.sodp.spring.internal.HeaderParameters;
import dev.sodp.spring.internal.MethodTraits;
import dev.sodp.spring.internal.Problem;
import dev.sodp.spring.watch.SodpHeaders;
import dev.sodp.state.PathPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * Rejects methods that no event could ever be delivered to as early as at startup.
 */
public final class WatchSignature {

	private static final HeaderParameters HEADERS = new HeaderParameters(new TreeSet<>(List.of(SodpHeaders.KEY,
			SodpHeaders.VERSION, SodpHeaders.INITIALIZED, SodpHeaders.SOURCE, SodpHeaders.MERGED, SodpHeaders.PATH,
			SodpHeaders.META, MessageHeaders.ID, MessageHeaders.TIMESTAMP)), "which no event has", "SodpHeaders");

	private final WatchedMethod method;

	private final @Nullable PathPattern path;

	private final MethodParameter[] parameters;

	public WatchSignature(WatchedMethod method, @Nullable PathPattern path, MethodParameter[] parameters) {
		this.method = method;
		this.path = path;
		this.parameters = parameters;
	}

	public void check() {
		checkCall();
		checkProxy();
		List<MethodParameter> values = new ArrayList<>();
		for (MethodParameter parameter : this.parameters) {
			parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
			if (isValue(parameter)) {
				values.add(parameter);
			}
		}
		if (values.size() > 1) {
			throw this.method.invalid(
					"parameters " + describe(values.get(0)) + " and " + describe(values.get(1))
							+ " would both take the value",
					"Keep one of them; use StateChange, WatchMeta, StateRef, SodpClient or"
							+ " @Header(\"version\") for anything else");
		}
	}

	private void checkCall() {
		if (MethodTraits.isSuspending(this.method.method())) {
			throw this.method.invalid("it is a suspending function, which is not supported",
					"Return a CompletionStage or a Mono, for example with future { } or mono { } of"
							+ " kotlinx.coroutines; the next call waits for it");
		}
		if (MethodTraits.isAsync(this.method.bean(), this.method.beanClass(), this.method.method())) {
			throw this.method.invalid("it is asynchronous (@Async), so its calls would overlap and overtake each other",
					"Remove @Async and name the executor in the annotation, for example @SodpWatch(keys ="
							+ " \"game.player\", executor = \"applicationTaskExecutor\")");
		}
	}

	private void checkProxy() {
		if (BeanMethods.isFinalBehindProxy(this.method.bean(), this.method.method())) {
			throw this.method.invalid(BeanMethods.FINAL);
		}
	}

	private boolean isValue(MethodParameter parameter) {
		ParameterKind kind = ParameterKind.of(parameter);
		switch (kind) {
			case HEADER -> checkHeader(parameter);
			case HEADERS -> refuse(HEADERS.all(parameter));
			case VARIABLE -> checkVariable(parameter);
			case TYPED, VALUE -> checkPayload(parameter);
		}
		return kind == ParameterKind.VALUE;
	}

	private void checkPayload(MethodParameter parameter) {
		Payload payload = parameter.getParameterAnnotation(Payload.class);
		if (payload != null && !payload.expression().isEmpty()) {
			throw this.method.invalid("@Payload of parameter " + describe(parameter) + " has an expression",
					"Specify the part in the annotation, as in @SodpWatch(keys = \"game.player\", path = \"/name\"), or"
							+ " declare the whole value and select the part in the method");
		}
	}

	private void checkVariable(MethodParameter parameter) {
		DestinationVariable annotation = parameter.getParameterAnnotation(DestinationVariable.class);
		String written = (annotation != null) ? annotation.value() : "";
		String name = written.isEmpty() ? parameter.getParameterName() : written;
		String subject = "@DestinationVariable of parameter " + describe(parameter);
		if (this.path == null) {
			throw this.method.invalid(subject + " needs a path to take it from",
					"Add a path that names the segment, such as path = \"/{" + ((name != null) ? name : "name")
							+ "}\"");
		}
		if (name == null) {
			throw this.method.invalid(subject + " has no name",
					"Specify the name, for example @DestinationVariable(\"player\"), or compile with -parameters");
		}
		if (!this.path.names().contains(name)) {
			String names = this.path.names().isEmpty() ? "it names none" : "it names " + this.path.names();
			throw this.method.invalid(
					subject + " names '" + name + "', which is no segment of path '" + this.path + "' (" + names + ")",
					"Write {" + name + "} for a segment of the path, or use one of its names");
		}
	}

	private void checkHeader(MethodParameter parameter) {
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header != null) {
			refuse(HEADERS.one(parameter, header));
		}
	}

	private void refuse(@Nullable Problem problem) {
		if (problem != null) {
			throw this.method.invalid(problem);
		}
	}

	private static String describe(MethodParameter parameter) {
		return HeaderParameters.describe(parameter);
	}

}
