// SPDX-License-Identifier: Apache-2.0

/**
 * Access tokens obtained and verified through Spring Security.
 */
@NullMarked
package dev.sodp.spring.security;

import org.jspecify.annotations.NullMarked;
