// SPDX-License-Identifier: Apache-2.0

/**
 * Values checked by the types of the application.
 */
@NullMarked
package dev.sodp.spring.validation;

import org.jspecify.annotations.NullMarked;
