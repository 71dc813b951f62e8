// SPDX-License-Identifier: Apache-2.0

/**
 * Access tokens obtained through Spring Security, and the current user during calls.
 */
@NullMarked
package dev.sodp.spring.security;

import org.jspecify.annotations.NullMarked;
