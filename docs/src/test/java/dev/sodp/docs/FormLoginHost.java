// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

/**
 * The example of a page behind a form login as it stands, with what Spring Boot's starter
 * for Spring Security would add.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSecurity
@ComponentScan(FormLoginHost.EXAMPLE)
class FormLoginHost {

	/** The package of the page's code. */
	static final String EXAMPLE = "board";

}
