// SPDX-License-Identifier: Apache-2.0

/**
 * Explanations of why an application does not start, one for each exception. No API.
 */
@NullMarked
package dev.sodp.boot.failure;

import org.jspecify.annotations.NullMarked;
