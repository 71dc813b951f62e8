// SPDX-License-Identifier: Apache-2.0

/**
 * Micrometer observations of templates and watchers: contexts, conventions and their
 * documentation.
 */
@NullMarked
package dev.sodp.spring.observation;

import org.jspecify.annotations.NullMarked;
