// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a {@link SodpTestServer} for the tests of a class.
 *
 * <p>
 * On a class whose tests are run by Spring, such as a {@code @SpringBootTest}, the server
 * starts before the application context and is closed with it; both may be shared by
 * several classes. The server is registered as a bean, the application's client connects
 * to it regardless of {@code sodp.url}, and its port and address are available as the
 * properties {@code local.sodp.port} and {@code local.sodp.url}. The client reconnects
 * after 50 ms plus up to half a second of jitter, unless the application configures
 * another delay.
 *
 * <p>
 * On any other class the server starts before the first test and is closed after the last
 * one; nested classes share it.
 *
 * <p>
 * The server is injected into parameters of type {@link SodpTestServer} of test methods,
 * lifecycle methods and constructors, and into non-final fields of that type that are
 * null. Tests that share a server must not run in parallel.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SodpExtension.class)
public @interface EmbeddedSodp {

	/**
	 * The port on the loopback interface.
	 * @return the port, or 0 for a free one
	 */
	int port() default 0;

	/**
	 * Whether clients must present a token. The client of a Spring Boot application
	 * receives one, unless it has its own token provider; other clients need one from
	 * {@link SodpTestServer#issueToken(String)}.
	 * @return false to accept all clients
	 */
	boolean requireToken() default false;

	/**
	 * Customizers of the server, for example to set limits, or a validator or access
	 * policy that refuses what the application writes.
	 * @return classes to instantiate and call before the server starts
	 */
	Class<? extends SodpTestServerCustomizer>[] customizers() default {};

	/**
	 * Whether each test method finds the server in the state in which the first one of
	 * its class did. When a test ends, faults end, recorded writes are discarded, and
	 * values are restored to what they were before the first test, except for keys that
	 * hold the presence of a connected client. Writes that the application makes after
	 * its test has ended may be seen by the next test, so wait for them.
	 * @return false to leave the server as each test left it
	 */
	boolean reset() default true;

}
