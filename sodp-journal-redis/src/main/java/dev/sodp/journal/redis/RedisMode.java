// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

/** How the server that accepts writes is found. */
public enum RedisMode {

	/** It is one of the given servers: the first that can be reached and is a primary. */
	STANDALONE,

	/** Sentinels, named by the given URIs, know it. */
	SENTINEL,

	/** It is a node of a cluster to which the given servers belong. */
	CLUSTER

}
