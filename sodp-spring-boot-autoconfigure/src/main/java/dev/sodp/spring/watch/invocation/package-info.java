// SPDX-License-Identifier: Apache-2.0

/**
 * How a watching method is called: a change becomes events, an event arguments, what the
 * method returned a stage to wait for. Not for applications, may change in any release.
 */
@NullMarked
package dev.sodp.spring.watch.invocation;

import org.jspecify.annotations.NullMarked;
