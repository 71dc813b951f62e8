// SPDX-License-Identifier: Apache-2.0

/**
 * Presence declared by methods: {@code @SodpPresence} and how its methods are found and
 * called.
 */
@NullMarked
package dev.sodp.spring.presence;

import org.jspecify.annotations.NullMarked;
