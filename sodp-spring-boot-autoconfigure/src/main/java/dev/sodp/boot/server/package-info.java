// SPDX-License-Identifier: Apache-2.0

/**
 * A server in this application and its endpoint in the servlet container. No API besides
 * the auto-configuration.
 */
@NullMarked
package dev.sodp.boot.server;

import org.jspecify.annotations.NullMarked;
