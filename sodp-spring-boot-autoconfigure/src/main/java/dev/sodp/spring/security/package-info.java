/**
 * Tokens from Spring Security.
 */
@NullMarked
package dev.sodp.spring.security;

import org.jspecify.annotations.NullMarked;
