// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes this application visible to others for as long as it is connected. The annotated
 * method, which belongs to a singleton bean and has no parameters, supplies the value: it
 * is called when the application context has started and the client is live, and again
 * for each new session. The server removes the value when the session ends, for whatever
 * reason; the application withdraws it when its context stops.
 *
 * <p>
 * The method is called on the callback executor of the client, one call at a time. It may
 * block, but the client's connection listeners are not notified meanwhile. Exceptions
 * thrown by the method, and refusals of the server, are logged and passed to
 * {@link dev.sodp.client.SodpErrorListener} beans; they do not affect other presences,
 * and the method is called again in the next session. A method that returns an empty
 * {@code Optional} is not present until the next session. A method that can never be
 * called prevents the context from starting with an {@link InvalidSodpPresenceException}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(PresenceReflectiveProcessor.class)
public @interface SodpPresence {

	/**
	 * The key that holds the values of all applications that are present. Supports
	 * property placeholders ({@code ${…}}) and SpEL expressions ({@code #{…}}).
	 * @return a key such as {@code services.instances}
	 */
	String key();

	/**
	 * The place of this application within the value of the key: a JSON Pointer to an
	 * object member. Supports property placeholders ({@code ${…}}) and SpEL expressions
	 * ({@code #{…}}). They are resolved once, so {@code ${random.uuid}} stays the same
	 * across reconnects; slashes and tildes in their values are escaped.
	 * @return a pointer such as {@code /${spring.application.name}-${random.uuid}}
	 */
	String path();

	/**
	 * Name of the client that registers the presence. Supports property placeholders
	 * ({@code ${…}}) and SpEL expressions ({@code #{…}}).
	 * @return the name, or an empty string for the primary client
	 */
	String client() default "";

}
