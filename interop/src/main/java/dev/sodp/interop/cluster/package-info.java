// SPDX-License-Identifier: Apache-2.0

/** A node of a cluster that anyone may use. */
@NullMarked
package dev.sodp.interop.cluster;

import org.jspecify.annotations.NullMarked;
