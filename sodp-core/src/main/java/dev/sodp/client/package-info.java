// SPDX-License-Identifier: Apache-2.0

/**
 * The SODP client: {@link dev.sodp.client.SodpClient} and what it hands to applications.
 */
@NullMarked
package dev.sodp.client;

import org.jspecify.annotations.NullMarked;
