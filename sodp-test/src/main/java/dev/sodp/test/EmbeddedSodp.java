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
 * On a class whose tests Spring runs, such as a {@code @SpringBootTest}, the server
 * starts before the application context and is closed with it, together with which it may
 * serve several classes. It is a bean, the application's client connects to it whatever
 * {@code sodp.url} says, and its port and address are the properties
 * {@code local.sodp.port} and {@code local.sodp.url}. The client reconnects after 50 ms
 * and up to half a second at random, unless the application configures another delay.
 *
 * <p>
 * On any other class the server starts before the first test and is closed after the
 * last; nested classes share it.
 *
 * <p>
 * Parameters of test and lifecycle methods and of constructors receive the server if they
 * are of type {@link SodpTestServer}, and so do fields of that type that are not final
 * and still null. Tests that share a server must not run in parallel.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SodpExtension.class)
public @interface EmbeddedSodp {

	/**
	 * The port of the loopback interface.
	 * @return 0 for one that is free
	 */
	int port() default 0;

	/**
	 * Whether clients must present a token. The client of a Spring Boot application is
	 * given one, unless it has a token provider of its own; others need one from
	 * {@link SodpTestServer#issueToken(String)}.
	 * @return false to let everyone in
	 */
	boolean requireToken() default false;

	/**
	 * What else is to be changed about the server, for example limits, a validator or an
	 * access policy that refuse what the application writes.
	 * @return created and called before the server starts
	 */
	Class<? extends SodpTestServerCustomizer>[] customizers() default {};

	/**
	 * Whether each test method finds the server as the first one of its class did. When a
	 * test ends, faults end and recorded writes are forgotten, and values go back to what
	 * they were before the first test, except in keys that hold the presence of a
	 * connected client. An application that still writes when its test has ended may be
	 * seen by the next one, so wait for what it writes.
	 * @return false to leave the server as the test left it
	 */
	boolean reset() default true;

}
