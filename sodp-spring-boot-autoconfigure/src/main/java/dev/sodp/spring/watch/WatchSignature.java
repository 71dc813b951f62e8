package dev.sodp.spring.watch;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.WatchMeta;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Refuses methods that no event could ever be delivered to, while somebody is looking: at
 * the start.
 */
final class WatchSignature {

	private static final Set<String> HEADERS = new TreeSet<>(
			List.of(SodpHeaders.KEY, SodpHeaders.VERSION, SodpHeaders.INITIALIZED, SodpHeaders.SOURCE,
					SodpHeaders.MERGED, SodpHeaders.META, MessageHeaders.ID, MessageHeaders.TIMESTAMP));

	private static final Set<Class<?>> OWN_TYPES = Set.of(WatchMeta.class, StateRef.class, SodpClient.class,
			MessageHeaders.class);

	private final SodpWatchEndpoint endpoint;

	private final MethodParameter[] parameters;

	WatchSignature(SodpWatchEndpoint endpoint, MethodParameter[] parameters) {
		this.endpoint = endpoint;
		this.parameters = parameters;
	}

	void check() {
		checkProxy();
		checkReturnType();
		List<MethodParameter> values = new ArrayList<>();
		for (MethodParameter parameter : this.parameters) {
			parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
			if (isValue(parameter)) {
				values.add(parameter);
			}
		}
		if (values.size() > 1) {
			throw this.endpoint.invalid(
					"parameters " + describe(values.get(0)) + " and " + describe(values.get(1))
							+ " would both take the value",
					"Keep one of them; take other facts as WatchMeta, StateRef, SodpClient or @Header(\"version\")");
		}
	}

	private void checkProxy() {
		// A class-based proxy cannot override a final method: it would run on the proxy,
		// whose fields are all null.
		if (AopUtils.isCglibProxy(this.endpoint.bean()) && Modifier.isFinal(this.endpoint.method().getModifiers())) {
			throw this.endpoint.invalid("the bean is wrapped in a proxy, which cannot call a final method",
					"Make the method not final");
		}
	}

	private void checkReturnType() {
		Class<?> type = this.endpoint.method().getReturnType();
		if (type != void.class && type != Void.class && !CompletionStage.class.isAssignableFrom(type)) {
			throw this.endpoint.invalid("nobody takes the " + type.getSimpleName() + " it returns",
					"Return void, or a CompletionStage that completes when the next event may come");
		}
	}

	private boolean isValue(MethodParameter parameter) {
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header != null) {
			checkHeader(parameter, header);
			return false;
		}
		if (parameter.hasParameterAnnotation(Headers.class)) {
			checkHeaders(parameter);
			return false;
		}
		Payload payload = parameter.getParameterAnnotation(Payload.class);
		if (payload != null && !payload.expression().isEmpty()) {
			throw this.endpoint.invalid("@Payload of parameter " + describe(parameter) + " has an expression",
					"Take the whole value and select the part in the method");
		}
		Class<?> type = parameter.getParameterType();
		return !OWN_TYPES.contains(type) && !Message.class.isAssignableFrom(type)
				&& !MessageHeaderAccessor.class.isAssignableFrom(type);
	}

	private void checkHeader(MethodParameter parameter, Header header) {
		String name = header.name().isEmpty() ? parameter.getParameterName() : header.name();
		if (name == null) {
			throw this.endpoint.invalid("@Header of parameter " + describe(parameter) + " has no name",
					"Write the name, such as @Header(\"version\"), or compile with -parameters");
		}
		boolean required = header.required() && header.defaultValue().equals(ValueConstants.DEFAULT_NONE)
				&& parameter.getParameterType() != Optional.class;
		boolean literal = !name.contains("${") && !name.contains("#{");
		if (required && literal && !HEADERS.contains(name)) {
			throw this.endpoint.invalid(
					"@Header of parameter " + describe(parameter) + " names '" + name + "', which no event has",
					"Use one of " + String.join(", ", HEADERS) + " (see SodpHeaders)");
		}
	}

	private void checkHeaders(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (!type.isAssignableFrom(MessageHeaders.class) || !Map.class.isAssignableFrom(type)) {
			throw this.endpoint.invalid("@Headers of parameter " + describe(parameter) + " needs a map",
					"Declare the parameter as Map<String, Object> or MessageHeaders");
		}
	}

	private static String describe(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return "'" + parameter.getParameterType().getSimpleName() + " "
				+ ((name != null) ? name : "#" + parameter.getParameterIndex()) + "'";
	}

}
