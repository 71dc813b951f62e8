// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@link ConfigurationProperties Properties} of the SODP health check.
 *
 * @param staleLimit Maximum time for which the value of a watched key may lag behind the
 * server before the status is DOWN. If not set, stale keys do not affect the status.
 */
@ConfigurationProperties("management.health.sodp")
public record SodpHealthProperties(@Nullable Duration staleLimit) {
}
