// SPDX-License-Identifier: Apache-2.0

/**
 * What single operations cost: decoding, encoding, applying, comparing, converting.
 */
@NullMarked
package dev.sodp.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
