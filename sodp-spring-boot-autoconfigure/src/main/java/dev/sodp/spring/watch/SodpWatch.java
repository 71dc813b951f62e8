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
 * Calls the annotated bean method with the value of one or several keys, or with parts of
 * it: first with what exists when the watch starts, then with every change.
 *
 * <p>
 * The watch starts when the application context starts and ends before its beans are
 * destroyed; in between, the {@link SodpWatchEndpointRegistry} can stop and start it.
 * Calls are made on the client's callback executor unless {@link #executor()} specifies
 * another one: one at a time per watcher, in version order per key. They may block and
 * may use the client.
 *
 * <p>
 * The method may have any of the following parameters, in any order:
 * <ul>
 * <li>at most one for the value, of any type that Jackson can deserialize
 * ({@link java.util.Optional} of it, a record, a collection,
 * {@link tools.jackson.databind.JsonNode} for the unconverted tree), optionally annotated
 * with {@link org.springframework.messaging.handler.annotation.Payload @Payload}. The
 * argument is null, or an empty {@code Optional}, while there is no value or the value is
 * null; with a primitive parameter such a call fails. With {@code @Valid} or
 * {@code @Validated} the value is validated if the context has a {@code Validator}</li>
 * <li>{@link dev.sodp.client.StateChange} for the previous and the current value, typed
 * in the same way; {@code List<DeltaOp>} for just the operations</li>
 * <li>{@link dev.sodp.client.WatchMeta} for key, version and origin</li>
 * <li>{@link org.springframework.messaging.handler.annotation.DestinationVariable
 * &#064;DestinationVariable} for the value of a named segment of the {@link #path()}</li>
 * <li>{@link dev.sodp.client.StateRef} for the key, with the type of its values</li>
 * <li>{@link dev.sodp.client.SodpClient}</li>
 * <li>{@link org.springframework.messaging.handler.annotation.Header @Header} with a name
 * from {@link SodpHeaders},
 * {@link org.springframework.messaging.handler.annotation.Headers @Headers},
 * {@link org.springframework.messaging.Message}</li>
 * </ul>
 *
 * <p>
 * The method returns void, or a {@link java.util.concurrent.CompletionStage} or
 * {@code Mono}, in which case the next call waits until that completes. With
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo} the result,
 * immediate or asynchronous, is written to other keys of the same client, and the next
 * call waits for those writes. A result equal to the previous one is not written again,
 * null is not written, and an empty {@code Optional} deletes the key.
 *
 * <p>
 * Exceptions thrown by the method, values that cannot be converted to its parameter, and
 * results that cannot be written are passed to a {@link SodpErrorHandler} and do not
 * affect other calls. A method that can never be called prevents the context from
 * starting with an {@link InvalidSodpWatchException}, as does one in a bean that is lazy
 * or not a singleton, which would otherwise silently never watch.
 *
 * <p>
 * The annotation may also be on a method of a superclass or interface. If a method that
 * overrides it is annotated too, only the annotations of the overriding method apply.
 *
 * <p>
 * A watch of all keys with a prefix ({@code @SodpWatch("game.*")}) calls the method for
 * each key that exists and with every change of one, also when one is created, and with
 * no value and {@link WatchMeta#initialized()} {@code false} when one ceases to exist.
 * {@code @Header(SodpHeaders.KEY) String key}, {@link WatchMeta} and {@code StateRef} are
 * those of the key. A server that cannot watch prefixes refuses it, which is logged with
 * the name of the method and published as a
 * {@link dev.sodp.spring.event.SodpDeniedEvent}.
 *
 * <p>
 * All text attributes support property placeholders ({@code ${…}}) and SpEL expressions
 * ({@code #{…}}).
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(SodpWatches.class)
@Reflective(SodpWatchReflectiveProcessor.class)
public @interface SodpWatch {

	/**
	 * Name of the watcher in the registry, in logs and in metrics. Must be unique within
	 * the application.
	 * @return the name; if empty, the names of bean and method joined by a dot
	 */
	String id() default "";

	/**
	 * Alias for {@link #keys()}.
	 * @return the keys
	 */
	@AliasFor("keys")
	String[] value() default {};

	/**
	 * The keys to watch. An expression may evaluate to a string, or to an array or
	 * collection of strings. In place of a key, {@code game.*} stands for all keys that
	 * begin with {@code game.}, those that exist and those that will, and {@code *} for
	 * all keys; see {@link dev.sodp.client.SodpClient#watchPrefix}.
	 * @return at least one key or pattern
	 */
	@AliasFor("value")
	String[] keys() default {};

	/**
	 * The part of each key's value to watch, in the syntax of
	 * {@link dev.sodp.state.PathPattern}: {@code /players/{name}/health} calls the method
	 * once for each player whose health changed, <code>/*</code> once for each member or
	 * element that was added, changed or removed. What exists when the watch starts
	 * counts as added; after a reconnect only actual differences count. The cost of an
	 * event depends on what changed, not on the size of the value.
	 * @return a JSON Pointer; empty for the whole value
	 */
	String path() default "";

	/**
	 * Subscription parameters, for servers that support them (capability {@code params}).
	 * @return JSON, or an expression that evaluates to an object; empty for none
	 */
	String params() default "";

	/**
	 * Whether the application context starts this watcher. If not, start it with
	 * {@link SodpWatchEndpointRegistry#watcher(String)}.
	 * @return {@code true} or {@code false}
	 */
	String autoStartup() default "true";

	/**
	 * The handler for failures of this watcher.
	 * @return name of a {@link SodpErrorHandler} bean, or an expression that evaluates to
	 * a handler; if empty, the handler of all watchers
	 */
	String errorHandler() default "";

	/**
	 * The executor that runs the calls. It must not run tasks on the calling thread.
	 * @return name of an {@link java.util.concurrent.Executor} bean, or an expression
	 * that evaluates to an executor; if empty, the client's callback executor
	 */
	String executor() default "";

	/**
	 * What happens to events that arrive faster than the method handles them.
	 * @return whether every event is delivered, up to a limit, or only the latest
	 */
	DeliveryMode delivery() default DeliveryMode.EVERY;

	/**
	 * The origins of the events to call the method for. Events of other origins still
	 * count as seen: the next call's previous value is theirs.
	 * @return at least one origin
	 */
	WatchMeta.Source[] sources() default { WatchMeta.Source.CACHE, WatchMeta.Source.INIT, WatchMeta.Source.DELTA };

	/**
	 * Name of the client that watches the keys and writes results.
	 * @return a name in {@link dev.sodp.spring.SodpClients}; if empty, the primary client
	 */
	String client() default "";

}
