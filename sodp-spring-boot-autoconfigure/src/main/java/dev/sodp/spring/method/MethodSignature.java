// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.internal.AwaitedResults;
import dev.sodp.spring.internal.BeanMethods;
import dev.sodp.spring.internal.HeaderParameters;
import dev.sodp.spring.internal.MethodTraits;
import dev.sodp.spring.internal.Problem;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.ClassUtils;

/**
 * Rejects methods that no call could ever succeed with as early as at startup.
 */
final class MethodSignature {

	private static final HeaderParameters HEADERS = new HeaderParameters(new TreeSet<>(List.of(SodpMethodHeaders.METHOD,
			SodpMethodHeaders.SESSION_ID, SodpMethodHeaders.PEER, MessageHeaders.ID, MessageHeaders.TIMESTAMP)),
			"which no call has", "SodpMethodHeaders");

	/** Types that arguments cannot be read as. */
	private static final Set<Class<?>> FOREIGN = Set.of(Message.class, MessageHeaderAccessor.class, SodpServer.class,
			SodpClient.class);

	private final ServedMethod method;

	private final MethodParameter[] parameters;

	private final boolean validating;

	MethodSignature(ServedMethod method, MethodParameter[] parameters, boolean validating) {
		this.method = method;
		this.parameters = parameters;
		this.validating = validating;
	}

	void check() {
		checkCall();
		checkResult();
		MethodParameter arguments = null;
		for (MethodParameter parameter : this.parameters) {
			parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
			check(parameter);
			if (CallParameter.of(parameter) == CallParameter.ARGUMENTS) {
				if (arguments != null) {
					throw this.method.invalid(
							"parameters " + HeaderParameters.describe(arguments) + " and "
									+ HeaderParameters.describe(parameter) + " would both take the arguments",
							"Declare one parameter for all arguments, such as a record with a component for each");
				}
				arguments = parameter;
			}
		}
	}

	private void checkCall() {
		if (MethodTraits.isSuspending(this.method.method())) {
			throw this.method.invalid("it is a suspending function, which is not supported",
					"Return a CompletionStage or a Mono, for example with future { } or mono { } of"
							+ " kotlinx.coroutines");
		}
		if (MethodTraits.isAsync(this.method.bean(), this.method.beanClass(), this.method.method())) {
			throw this.method.invalid(
					"it is asynchronous (@Async), so it would run on a thread that knows nothing about who calls",
					"Remove @Async: calls are made on threads of the server, which may block, or return a"
							+ " CompletionStage");
		}
		if (Modifier.isStatic(this.method.method().getModifiers())) {
			throw this.method.invalid("it is static, so that no proxy of the bean could apply",
					"Make the method non-static");
		}
		if (BeanMethods.isFinalBehindProxy(this.method.bean(), this.method.method())) {
			throw this.method.invalid(BeanMethods.FINAL);
		}
	}

	private void checkResult() {
		Class<?> type = this.method.method().getReturnType();
		Class<?> awaited = AwaitedResults.type(this.method.method(), this.method.beanClass()).resolve(Object.class);
		for (Class<?> returned : List.of(type, awaited)) {
			if (AwaitedResults.isMany(returned) || BaseStream.class.isAssignableFrom(returned)) {
				throw this.method.invalid(
						"it returns a " + returned.getSimpleName() + ", but a call has a single result",
						"Return a value such as a list, or a CompletionStage or Mono of it; state that changes is"
								+ " watched under a key");
			}
		}
		if (Future.class.isAssignableFrom(awaited)
				|| (Future.class.isAssignableFrom(type) && !AwaitedResults.isLater(type))) {
			throw this.method.invalid("it returns a " + type.getSimpleName() + ", which cannot be waited for",
					"Return the value, or a CompletionStage or Mono of it");
		}
	}

	private void check(MethodParameter parameter) {
		switch (CallParameter.of(parameter)) {
			case HEADER -> {
				Header header = parameter.getParameterAnnotation(Header.class);
				refuse((header != null) ? HEADERS.one(parameter, header) : null);
			}
			case HEADERS -> refuse(HEADERS.all(parameter));
			case USER -> checkUser(parameter);
			case ARGUMENTS -> checkArguments(parameter);
			case CALL -> {
			}
		}
	}

	private void refuse(@Nullable Problem problem) {
		if (problem != null) {
			throw this.method.invalid(problem);
		}
	}

	private void checkUser(MethodParameter parameter) {
		if (CurrentUser.isPartOfPrincipal(parameter)) {
			throw this.method.invalid("@AuthenticationPrincipal of parameter " + HeaderParameters.describe(parameter)
					+ " has an expression", "Declare the whole principal and select the part in the method");
		}
	}

	private static boolean isNoObject(Class<?> type) {
		Class<?> object = ClassUtils.resolvePrimitiveIfNecessary(type);
		return Number.class.isAssignableFrom(object) || CharSequence.class.isAssignableFrom(object)
				|| object == Boolean.class || object == Character.class || object.isEnum() || object.isArray()
				|| Collection.class.isAssignableFrom(object);
	}

	private void checkArguments(MethodParameter parameter) {
		String described = HeaderParameters.describe(parameter);
		Class<?> type = CallParameter.type(parameter);
		Payload payload = parameter.getParameterAnnotation(Payload.class);
		if (payload != null && !payload.expression().isEmpty()) {
			throw this.method.invalid("@Payload of parameter " + described + " has an expression",
					"Declare the whole arguments and select the part in the method");
		}
		if (parameter.hasParameterAnnotation(DestinationVariable.class)
				|| FOREIGN.stream().anyMatch((foreign) -> foreign.isAssignableFrom(type))) {
			throw this.method.invalid("parameter " + described + " cannot be read from the arguments of a call",
					"Use MethodInvocation for the whole call, SessionInfo for the session, @Header or @Headers; inject"
							+ " beans into the bean instead");
		}
		if (isNoObject(type)) {
			throw this.method.invalid("parameter " + described + " cannot be read from an object, as arguments are",
					"Declare the parameter as a record with a component for it, or as a map");
		}
		if (Violations.hints(parameter) != null && !this.validating) {
			throw this.method.invalid(
					"parameter " + described + " is to be validated, but the context has no Validator",
					"Add spring-boot-starter-validation, or remove the annotation");
		}
	}

}
