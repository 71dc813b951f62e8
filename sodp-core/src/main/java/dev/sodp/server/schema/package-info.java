// SPDX-License-Identifier: Apache-2.0

/**
 * What values may look like, as a schema file states it.
 */
@NullMarked
package dev.sodp.server.schema;

import org.jspecify.annotations.NullMarked;
