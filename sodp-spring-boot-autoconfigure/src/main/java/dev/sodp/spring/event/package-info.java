// SPDX-License-Identifier: Apache-2.0

/**
 * Application events about SODP clients.
 */
@NullMarked
package dev.sodp.spring.event;

import org.jspecify.annotations.NullMarked;
