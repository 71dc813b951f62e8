// SPDX-License-Identifier: Apache-2.0

/**
 * Auto-configurations of what {@code dev.sodp.spring} puts on a client: watchers, states,
 * presence, events, the reactive template.
 */
@NullMarked
package dev.sodp.boot.spring;

import org.jspecify.annotations.NullMarked;
