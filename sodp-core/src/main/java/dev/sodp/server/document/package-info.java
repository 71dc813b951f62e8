// SPDX-License-Identifier: Apache-2.0

/**
 * Reading the JSON files of an operator so that each mistake can be found: with its line
 * and column.
 */
@NullMarked
package dev.sodp.server.document;

import org.jspecify.annotations.NullMarked;
