// SPDX-License-Identifier: Apache-2.0

/**
 * Which methods watch, what is written on them, and whether that can ever work. Not for
 * applications, may change in any release.
 */
@NullMarked
package dev.sodp.spring.watch.method;

import org.jspecify.annotations.NullMarked;
