// SPDX-License-Identifier: Apache-2.0

/**
 * Access rules as an ACL file states them: who may read and write which keys, and call
 * which methods.
 */
@NullMarked
package dev.sodp.server.access;

import org.jspecify.annotations.NullMarked;
