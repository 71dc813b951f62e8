package dev.sodp.boot;

import dev.sodp.client.SodpClientBuilder;

/**
 * Changes the builder of the auto-configured client, after the properties have been
 * applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface SodpClientBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder; whether it starts the client is decided by the
	 * application's lifecycle
	 */
	void customize(SodpClientBuilder builder);

}
