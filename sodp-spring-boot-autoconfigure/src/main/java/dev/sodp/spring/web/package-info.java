// SPDX-License-Identifier: Apache-2.0

/**
 * The WebSocket endpoint that passes the sockets of a servlet container to a SODP server.
 */
@NullMarked
package dev.sodp.spring.web;

import org.jspecify.annotations.NullMarked;
