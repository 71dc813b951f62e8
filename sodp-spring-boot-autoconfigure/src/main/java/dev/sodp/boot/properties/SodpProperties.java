// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the SODP support as a whole. Those of the
 * primary client are {@link SodpClientProperties}.
 *
 * @param enabled Whether to create a client and to call the methods annotated
 * with @SodpWatch.
 * @param clients Additional clients by name, each with the same properties as the primary
 * client.
 */
@ConfigurationProperties("sodp")
public record SodpProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue Map<String, SodpClientProperties> clients) {

	/**
	 * Returns the additional clients, with one spelling of each name.
	 * @return properties by name
	 */
	@Override
	public Map<String, SodpClientProperties> clients() {
		return Spellings.unite(this.clients);
	}

}
