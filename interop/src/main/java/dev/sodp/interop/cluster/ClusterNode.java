// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Hosts a state that is shared with the other nodes, and that anyone may use. */
@EnableAutoConfiguration
public class ClusterNode {

	/**
	 * Creates the configuration.
	 */
	public ClusterNode() {
	}

	/**
	 * Starts a node.
	 * @param args properties that differ from those in {@code cluster-node.yml}
	 */
	public static void main(String[] args) {
		List<String> all = new ArrayList<>(List.of("--spring.config.name=cluster-node"));
		all.addAll(Arrays.asList(args));
		SpringApplication.run(ClusterNode.class, all.toArray(String[]::new));
	}

}
