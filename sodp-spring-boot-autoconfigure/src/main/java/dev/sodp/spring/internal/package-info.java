// SPDX-License-Identifier: Apache-2.0

/**
 * Internal classes that are shared by the packages of this module. Not for applications:
 * they may change at any time.
 */
@NullMarked
package dev.sodp.spring.internal;

import org.jspecify.annotations.NullMarked;
