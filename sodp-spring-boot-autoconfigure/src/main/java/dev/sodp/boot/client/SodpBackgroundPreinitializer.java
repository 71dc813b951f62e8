// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.Map;

import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.client.SodpClient;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Loads the classes of properties and client on another thread while the application
 * prepares its environment: loading them accounts for most of the start-up time that the
 * starter adds.
 */
final class SodpBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		SodpClient.builder(SodpClientProperties.DEFAULT_URL).autoStart(false).build().close();
		new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("sodp", SodpClientProperties.class);
	}

}
