// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Hosts a SODP server or, with {@code sodp.server.enabled=false}, is a client of another
 * one. Either way, a page at {@code /} follows the score.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
