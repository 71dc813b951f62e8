// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the {@code sodp} endpoint.
 *
 * @param showValues When to show the value of a key.
 * @param roles Roles used to determine whether a user is authorized to be shown the value
 * of a key. When empty, all authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.sodp")
public record SodpEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
