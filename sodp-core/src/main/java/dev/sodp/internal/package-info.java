// SPDX-License-Identifier: Apache-2.0

/**
 * What client and server share and applications must not use: it may change at any time.
 */
@NullMarked
package dev.sodp.internal;

import org.jspecify.annotations.NullMarked;
