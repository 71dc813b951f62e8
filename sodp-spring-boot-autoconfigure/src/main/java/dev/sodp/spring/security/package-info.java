// SPDX-License-Identifier: Apache-2.0

/**
 * Access tokens obtained and verified through Spring Security, and the current user
 * during calls.
 */
@NullMarked
package dev.sodp.spring.security;

import org.jspecify.annotations.NullMarked;
