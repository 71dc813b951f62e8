// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.sodp.interop.engines.AbstractClusterApplicationTests.NodeApplication;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * A test with an application that is a node of a cluster, and finds its engine as any
 * application under test does that has it in a container. Only where Docker is:
 * {@code interop/engines/run} says so if it is not.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest(classes = NodeApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.config.name=none", "spring.main.banner-mode=off", "spring.application.name=shop",
				"sodp.server.enabled=true", "sodp.server.cluster.enabled=true" })
@interface ContainerTest {

}
