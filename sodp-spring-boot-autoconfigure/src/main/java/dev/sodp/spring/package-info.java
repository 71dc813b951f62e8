// SPDX-License-Identifier: Apache-2.0

/**
 * SODP for Spring applications: {@link dev.sodp.spring.SodpTemplate} to read and write
 * state, {@link dev.sodp.spring.SodpState} to inject it, and the lifecycles of clients
 * and servers.
 */
@NullMarked
package dev.sodp.spring;

import org.jspecify.annotations.NullMarked;
