/**
 * SODP for Spring applications: {@link dev.sodp.spring.SodpTemplate} to read and write
 * state, {@link dev.sodp.spring.SodpWatch} to be told about it, and the lifecycle of
 * client and server.
 */
@NullMarked
package dev.sodp.spring;

import org.jspecify.annotations.NullMarked;
