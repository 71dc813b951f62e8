// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of application events about SODP clients.
 *
 * @param enabled Whether to publish application events about clients.
 * @param idleInterval Time without a change from the server after which an idle event is
 * published, and published again each time it elapses. If not set, no idle events are
 * published.
 */
@ConfigurationProperties("sodp.events")
public record SodpEventProperties(@DefaultValue("true") boolean enabled, @Nullable Duration idleInterval) {
}
