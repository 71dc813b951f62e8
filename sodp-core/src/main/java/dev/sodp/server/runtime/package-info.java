// SPDX-License-Identifier: Apache-2.0

/**
 * What drives the {@link dev.sodp.server.engine.ServerEngine}: threads, timers, sockets
 * and listeners.
 */
@NullMarked
package dev.sodp.server.runtime;

import org.jspecify.annotations.NullMarked;
