// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Finds the SSL bundle that a property names.
 */
public final class NamedSslBundle {

	private NamedSslBundle() {
	}

	/**
	 * Returns the bundle.
	 * @param property full name of the property
	 * @param name its value
	 * @param bundles all bundles, or {@code null} if there are none
	 * @return the bundle of that name
	 * @throws InvalidSodpPropertyException if there is none of that name
	 */
	public static SslBundle find(String property, String name, @Nullable SslBundles bundles) {
		try {
			if (bundles == null) {
				throw new NoSuchSslBundleException(name, "there are no SSL bundles");
			}
			return bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidSodpPropertyException(property, name,
					"there is no SSL bundle of that name" + known(bundles), "Define it under spring.ssl.bundle.pem."
							+ name + " or spring.ssl.bundle.jks." + name + ", or specify an existing one",
					ex);
		}
	}

	private static String known(@Nullable SslBundles bundles) {
		if (bundles == null || bundles.getBundleNames().isEmpty()) {
			return "; none is defined";
		}
		return "; defined are " + String.join(", ", bundles.getBundleNames());
	}

}
