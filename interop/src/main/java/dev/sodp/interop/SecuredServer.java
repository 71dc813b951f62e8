// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Hosts a state that only clients with a token may use, within rules and a schema. */
@SpringBootApplication
public class SecuredServer {

	/**
	 * Creates the configuration.
	 */
	public SecuredServer() {
	}

	/**
	 * Starts the server.
	 * @param args properties that differ from those in {@code application.yml}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SecuredServer.class, args);
	}

}
