// SPDX-License-Identifier: Apache-2.0

/**
 * What the packages of this module share and applications must not use: it may change at
 * any time.
 */
@NullMarked
package dev.sodp.spring.internal;

import org.jspecify.annotations.NullMarked;
