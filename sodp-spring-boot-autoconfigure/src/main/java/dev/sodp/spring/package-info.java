// SPDX-License-Identifier: Apache-2.0

/**
 * SODP for Spring applications: {@link dev.sodp.spring.SodpTemplate} to read and write
 * state, and the lifecycle of client and server.
 */
@NullMarked
package dev.sodp.spring;

import org.jspecify.annotations.NullMarked;
