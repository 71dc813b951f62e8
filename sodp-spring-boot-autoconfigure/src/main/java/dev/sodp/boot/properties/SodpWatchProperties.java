// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the methods annotated with
 * {@link dev.sodp.spring.watch.SodpWatch}.
 *
 * @param observationEnabled Whether to observe the calls of watchers with Micrometer.
 */
@ConfigurationProperties("sodp.watch")
public record SodpWatchProperties(@DefaultValue("false") boolean observationEnabled) {
}
