// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Shows this application to others for as long as it is connected. The method, of a
 * singleton bean and without parameters, supplies the value: it is called when the
 * application context has started and the client is live, and again for each new session.
 * The server removes the value however a session ends, and the application withdraws it
 * when its context stops.
 *
 * <p>
 * The method is called on the callback executor of the client, one call at a time. It may
 * block, but the client's connection listeners are told nothing meanwhile. What it
 * throws, and a refusal of the server, is logged, told to
 * {@link dev.sodp.client.SodpErrorListener} beans, and hurts no other presence; the next
 * session tries again. A method that can never be called stops the start of the context
 * with an {@link InvalidSodpPresenceException}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(PresenceReflectiveProcessor.class)
public @interface SodpPresence {

	/**
	 * The key that holds the values of all who are present. {@code ${…}} and {@code #{…}}
	 * are resolved.
	 * @return a key such as {@code services.instances}
	 */
	String key();

	/**
	 * Where this application stands in the value of the key: a JSON Pointer to an object
	 * member. {@code ${…}} and {@code #{…}} are resolved once, so {@code ${random.uuid}}
	 * stays the same over reconnects; slashes and tildes in what they stand for are
	 * escaped.
	 * @return a pointer such as {@code /${spring.application.name}-${random.uuid}}
	 */
	String path();

	/**
	 * Name of the client; {@code ${…}} and {@code #{…}} are resolved.
	 * @return empty for the primary client
	 */
	String client() default "";

}
