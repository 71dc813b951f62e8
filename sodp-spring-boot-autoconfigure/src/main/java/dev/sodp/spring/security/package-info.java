// SPDX-License-Identifier: Apache-2.0

/**
 * Access tokens obtained through Spring Security.
 */
@NullMarked
package dev.sodp.spring.security;

import org.jspecify.annotations.NullMarked;
