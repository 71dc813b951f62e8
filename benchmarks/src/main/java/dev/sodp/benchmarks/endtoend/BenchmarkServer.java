// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.Map;

import dev.sodp.server.SodpServer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/**
 * The server's JVM: a Spring Boot application that hosts SODP and all it is compared
 * with, and executes the commands on its standard input.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ BareEndpoints.class, StompEndpoint.class, SseEndpoint.class, HealthEndpoint.class })
public class BenchmarkServer {

	static final String READY = "READY ";

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(BenchmarkServer.class);
		application.setDefaultProperties(Map.of("server.port", "0", "server.tomcat.threads.min-spare", "10",
				"sodp.enabled", "false", "sodp.server.enabled", "true", "sodp.server.heartbeat-interval", "10m",
				"spring.main.banner-mode", "off"));
		WebServerApplicationContext context = (WebServerApplicationContext) application.run(args);
		Signal signal = Signal.listen();
		FanOuts fanOuts = new FanOuts(context.getBean(SodpServer.class), context.getBean(BareEndpoints.class),
				context.getBean(SimpMessagingTemplate.class), context.getBean(SseEndpoint.class));
		System.out.println(READY + context.getWebServer().getPort() + " " + signal.port());
		new ServerCommands(fanOuts, context.getBean(SodpServer.class), signal).run();
		System.exit(0);
	}

}
