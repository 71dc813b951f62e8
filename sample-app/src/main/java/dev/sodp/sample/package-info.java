// SPDX-License-Identifier: Apache-2.0

/**
 * A live score: what an application on top of the SODP starter looks like.
 */
@NullMarked
package dev.sodp.sample;

import org.jspecify.annotations.NullMarked;
