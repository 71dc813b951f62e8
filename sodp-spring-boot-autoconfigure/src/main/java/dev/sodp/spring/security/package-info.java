// SPDX-License-Identifier: Apache-2.0

/**
 * Tokens from Spring Security.
 */
@NullMarked
package dev.sodp.spring.security;

import org.jspecify.annotations.NullMarked;
