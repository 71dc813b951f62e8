// SPDX-License-Identifier: Apache-2.0

/**
 * Properties, what they must be, and how they reach the builders of client and server.
 * Applications may read the property records; the rest may change in any release.
 */
@NullMarked
package dev.sodp.boot.properties;

import org.jspecify.annotations.NullMarked;
