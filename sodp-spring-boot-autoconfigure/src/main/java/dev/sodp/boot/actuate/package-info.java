// SPDX-License-Identifier: Apache-2.0

/**
 * What operators see: health, the endpoint {@code sodp}, meters.
 */
@NullMarked
package dev.sodp.boot.actuate;

import org.jspecify.annotations.NullMarked;
