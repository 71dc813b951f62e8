// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Lets clients of the server in this application call the annotated bean method, beside
 * the server's own methods (protocol section 5).
 *
 * <p>
 * Calls are made on threads of the server, which may block, several at a time, also for
 * the same session. They go through the proxies of the bean, so that method security and
 * transactions apply. With Spring Security, the identity of the session is the current
 * {@code Authentication} during the call.
 *
 * <p>
 * The method may have any of the following parameters, in any order:
 * <ul>
 * <li>at most one for the arguments, of any type that Jackson can deserialize (a record,
 * a map, {@link tools.jackson.databind.JsonNode} for the unconverted tree). Arguments
 * that cannot be read are refused with 400. With {@code @Valid} or {@code @Validated}
 * they are validated, and refused with 422</li>
 * <li>{@link java.security.Principal} or {@code Authentication},
 * {@code @AuthenticationPrincipal}, and {@link dev.sodp.server.SodpIdentity} for who
 * calls. A call of an unknown client is refused with 403 unless the parameter is an
 * {@code Optional} or nullable</li>
 * <li>{@link dev.sodp.server.SessionInfo} for the session,
 * {@link dev.sodp.server.MethodInvocation} for the call</li>
 * <li>{@link org.springframework.messaging.handler.annotation.Header @Header} with a name
 * from {@link SodpMethodHeaders},
 * {@link org.springframework.messaging.handler.annotation.Headers @Headers}</li>
 * </ul>
 *
 * <p>
 * What the method returns is the data of the RESULT: any value that Jackson can
 * serialize, null for void, or a {@link java.util.concurrent.CompletionStage} or
 * {@code Mono} of it. It refuses a call with a {@link dev.sodp.server.SodpCallException},
 * whose code and message the client receives. Other exceptions are logged and answered
 * with 500, without details.
 *
 * <p>
 * A method that can never be called prevents the context from starting with an
 * {@link InvalidSodpMethodException}, as does one in a bean that is lazy or not a
 * singleton, and one that could only be called past the proxy of its bean. The annotation
 * may also be on a method of a superclass or interface.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SodpMethodReflectiveProcessor.class)
public @interface SodpMethod {

	/**
	 * Name that clients call: dot-separated segments of letters, digits, {@code _} and
	 * {@code -}, of which the first is not {@code state}. Supports property placeholders
	 * ({@code ${…}}). Must be unique within the server.
	 * @return the name
	 */
	String value();

}
