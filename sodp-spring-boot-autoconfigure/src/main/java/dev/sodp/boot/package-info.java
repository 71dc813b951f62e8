// SPDX-License-Identifier: Apache-2.0

/**
 * Spring Boot support for SODP: the customizers and connection details that applications
 * implement. Properties are in {@code properties}, the auto-configurations of client and
 * server in packages of their name, those of watchers, states, presence and events in
 * {@code spring}, and health, endpoint and meters in {@code actuate}.
 */
@NullMarked
package dev.sodp.boot;

import org.jspecify.annotations.NullMarked;
