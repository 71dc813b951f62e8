// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the SODP templates.
 *
 * @param defaultTimeout Maximum time that blocking operations wait, and that a fetch may
 * take unless its caller specifies a timeout. If not set, blocking writes wait for the
 * call timeout, and a fetch may take 30 seconds.
 * @param observationEnabled Whether to observe writes with Micrometer.
 */
@ConfigurationProperties("sodp.template")
public record SodpTemplateProperties(@Nullable Duration defaultTimeout,
		@DefaultValue("false") boolean observationEnabled) {
}
