// SPDX-License-Identifier: Apache-2.0

/**
 * Application events that report what happens to SODP clients.
 */
@NullMarked
package dev.sodp.spring.event;

import org.jspecify.annotations.NullMarked;
