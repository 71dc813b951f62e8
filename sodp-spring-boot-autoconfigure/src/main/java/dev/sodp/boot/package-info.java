// SPDX-License-Identifier: Apache-2.0

/**
 * Spring Boot auto-configuration for SODP: properties, customizers, health, actuator
 * endpoint.
 */
@NullMarked
package dev.sodp.boot;

import org.jspecify.annotations.NullMarked;
