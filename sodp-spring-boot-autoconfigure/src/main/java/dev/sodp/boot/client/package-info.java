// SPDX-License-Identifier: Apache-2.0

/**
 * The clients of an application: the primary one, those by name, and their templates. No
 * API beside the auto-configurations.
 */
@NullMarked
package dev.sodp.boot.client;

import org.jspecify.annotations.NullMarked;
