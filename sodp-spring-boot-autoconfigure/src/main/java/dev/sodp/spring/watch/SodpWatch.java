package dev.sodp.spring.watch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMappingReflectiveProcessor;

/**
 * Calls a bean's method with the value of one or several keys: first with the value at
 * the start of the watch, then with every change.
 *
 * <p>
 * The watch begins when the application context starts and ends before its beans are
 * destroyed. Per method, calls come one at a time and in version order, on the client's
 * callback executor; they may block and may use the client.
 *
 * <p>
 * Parameters, all optional and in any order:
 * <ul>
 * <li>at most one for the value, of any type that Jackson can read
 * ({@link java.util.Optional} of it, a record, a collection,
 * {@link tools.jackson.databind.JsonNode} for the tree as it is), optionally annotated
 * with {@link org.springframework.messaging.handler.annotation.Payload @Payload}. It is
 * null, or an empty {@code Optional}, while the key does not exist or holds null; a
 * primitive parameter makes such a call fail. With {@code @Valid} or {@code @Validated}
 * the value is validated if the context has a {@code Validator}</li>
 * <li>{@link dev.sodp.client.WatchMeta} for key, version and origin</li>
 * <li>{@link dev.sodp.client.StateRef} for the key, with the type of its values</li>
 * <li>{@link dev.sodp.client.SodpClient}</li>
 * <li>{@link org.springframework.messaging.handler.annotation.Header @Header} with a name
 * from {@link SodpHeaders},
 * {@link org.springframework.messaging.handler.annotation.Headers @Headers},
 * {@link org.springframework.messaging.Message}</li>
 * </ul>
 * The method returns nothing, or a {@link java.util.concurrent.CompletionStage}: then the
 * next call waits for it.
 *
 * <p>
 * What the method throws, and a value that does not fit its parameter, reaches the
 * client's {@link dev.sodp.client.SodpErrorListener} with key and version and hurts no
 * other method. A method that can never be called stops the start of the context with an
 * {@link InvalidSodpWatchException}; so do beans that are lazy or not singletons, because
 * nobody would notice that they do not watch.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(MessageMappingReflectiveProcessor.class)
public @interface SodpWatch {

	/**
	 * Alias for {@link #keys()}.
	 * @return the keys
	 */
	@AliasFor("keys")
	String[] value() default {};

	/**
	 * The keys to watch. {@code ${…}} and {@code #{…}} are resolved; an expression may
	 * give a text, or an array or collection of texts.
	 * @return at least one key
	 */
	@AliasFor("value")
	String[] keys() default {};

}
