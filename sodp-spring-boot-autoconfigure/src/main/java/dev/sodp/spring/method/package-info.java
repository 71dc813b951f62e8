// SPDX-License-Identifier: Apache-2.0

/**
 * Methods of beans that clients of a server in this application can call.
 */
@NullMarked
package dev.sodp.spring.method;

import org.jspecify.annotations.NullMarked;
