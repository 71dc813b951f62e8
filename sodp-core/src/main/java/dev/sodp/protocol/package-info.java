// SPDX-License-Identifier: Apache-2.0

/**
 * The wire protocol: frames, their MessagePack encoding, error codes and capabilities.
 */
@NullMarked
package dev.sodp.protocol;

import org.jspecify.annotations.NullMarked;
