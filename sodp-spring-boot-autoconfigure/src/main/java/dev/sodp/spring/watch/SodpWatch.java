// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Calls a bean's method with the value of one or several keys, or with parts of it: first
 * with what is there at the start of the watch, then with every change.
 *
 * <p>
 * The watch begins when the application context starts and ends before its beans are
 * destroyed; the {@link SodpWatchEndpointRegistry} starts and stops it in between. Per
 * watcher, calls come one at a time and, per key, in version order; on the client's
 * callback executor unless {@link #executor()} names another. They may block and may use
 * the client.
 *
 * <p>
 * Parameters, all optional and in any order:
 * <ul>
 * <li>at most one for the value, of any type that Jackson can read
 * ({@link java.util.Optional} of it, a record, a collection,
 * {@link tools.jackson.databind.JsonNode} for the tree as it is), optionally annotated
 * with {@link org.springframework.messaging.handler.annotation.Payload @Payload}. It is
 * null, or an empty {@code Optional}, while there is no value or the value is null; a
 * primitive parameter makes such a call fail. With {@code @Valid} or {@code @Validated}
 * the value is validated if the context has a {@code Validator}</li>
 * <li>{@link dev.sodp.client.StateChange} for the value before and now, typed in the same
 * way; {@code List<DeltaOp>} for the operations alone</li>
 * <li>{@link dev.sodp.client.WatchMeta} for key, version and origin</li>
 * <li>{@link org.springframework.messaging.handler.annotation.DestinationVariable
 * &#064;DestinationVariable} for what a named segment of the {@link #path()} stands
 * for</li>
 * <li>{@link dev.sodp.client.StateRef} for the key, with the type of its values</li>
 * <li>{@link dev.sodp.client.SodpClient}</li>
 * <li>{@link org.springframework.messaging.handler.annotation.Header @Header} with a name
 * from {@link SodpHeaders},
 * {@link org.springframework.messaging.handler.annotation.Headers @Headers},
 * {@link org.springframework.messaging.Message}</li>
 * </ul>
 * The method returns nothing, or a {@link java.util.concurrent.CompletionStage} or
 * {@code Mono}: then the next call waits for it. With
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo} the result, now
 * or later, is written to other keys of the same client, and the next call waits for
 * that; a result equal to the one before is not written again, null is not written, an
 * empty {@code Optional} removes the key.
 *
 * <p>
 * What the method throws, a value that does not fit its parameter, and a result that
 * cannot be written go to a {@link SodpErrorHandler} and hurt no other call. A method
 * that can never be called stops the start of the context with an
 * {@link InvalidSodpWatchException}; so do beans that are lazy or not singletons, because
 * nobody would notice that they do not watch.
 *
 * <p>
 * Texts may hold {@code ${…}} and {@code #{…}}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(SodpWatches.class)
@Reflective(SodpWatchReflectiveProcessor.class)
public @interface SodpWatch {

	/**
	 * Name of the watcher in the registry, in logs and in metrics.
	 * @return unique in the application; if empty, the names of bean and method with a
	 * dot between them
	 */
	String id() default "";

	/**
	 * Alias for {@link #keys()}.
	 * @return the keys
	 */
	@AliasFor("keys")
	String[] value() default {};

	/**
	 * The keys to watch. An expression may give a text, or an array or collection of
	 * texts.
	 * @return at least one key
	 */
	@AliasFor("value")
	String[] keys() default {};

	/**
	 * The part of the keys to watch, as {@link dev.sodp.state.PathPattern} reads it:
	 * {@code /players/{name}/health} calls once for each player whose health changed,
	 * <code>/*</code> once for each member or element that was added, changed or removed.
	 * What is there at the start counts as added; after a reconnect only real differences
	 * count. The cost of an event depends on what changed, not on the size of the value.
	 * @return a JSON Pointer; empty for the whole value
	 */
	String path() default "";

	/**
	 * Subscription parameters for servers that know them.
	 * @return JSON, or an expression that gives an object; empty for none
	 */
	String params() default "";

	/**
	 * Whether the application context starts this watcher. Otherwise
	 * {@link SodpWatchEndpointRegistry#watcher(String)} does.
	 * @return true or false
	 */
	String autoStartup() default "true";

	/**
	 * Who takes the failures of this watcher.
	 * @return name of a {@link SodpErrorHandler} bean, or an expression that gives one;
	 * if empty, the one of all watchers
	 */
	String errorHandler() default "";

	/**
	 * Who runs the calls.
	 * @return name of an {@link java.util.concurrent.Executor} bean, or an expression
	 * that gives one; if empty, the client's callback executor. It must not run tasks on
	 * the calling thread
	 */
	String executor() default "";

	/**
	 * What happens to events that come faster than the method takes them.
	 * @return whether each is delivered, up to a bound, or only the latest
	 */
	DeliveryMode delivery() default DeliveryMode.EVERY;

	/**
	 * The events to call with. Those left out still count as seen: the next call's
	 * previous value is theirs.
	 * @return at least one origin
	 */
	WatchMeta.Source[] sources() default { WatchMeta.Source.CACHE, WatchMeta.Source.INIT, WatchMeta.Source.DELTA };

	/**
	 * The client that watches and writes results.
	 * @return its name in {@link dev.sodp.spring.SodpClients}; if empty, the primary one
	 */
	String client() default "";

}
