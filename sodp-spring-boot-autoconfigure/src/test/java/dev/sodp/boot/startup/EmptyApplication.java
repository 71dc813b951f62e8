// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.startup;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application that does nothing but say how long its start took. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	/**
	 * Starts and ends.
	 * @param args for Spring Boot
	 */
	public static void main(String[] args) {
		long begin = System.nanoTime();
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args);
		double wall = (System.nanoTime() - begin) / 1e6;
		double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
		double total = ManagementFactory.getRuntimeMXBean().getUptime();
		System.out.println(new Sample(wall, cpu, total).line());
		System.exit(0);
	}

}
