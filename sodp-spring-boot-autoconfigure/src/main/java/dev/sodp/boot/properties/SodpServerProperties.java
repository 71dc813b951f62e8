// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of the embedded SODP server.
 *
 * @param enabled Whether to host a server in this application.
 * @param path Path of the WebSocket endpoint, relative to the context path of a web
 * server.
 * @param port Port for clients of the server alone, without a web server. 0 for any free
 * one. If not set, clients use the port of the web server. Requires the module
 * sodp-netty.
 * @param netty Endpoint on "sodp.server.port".
 * @param allowedOrigins Origins that browsers may connect from, in addition to the
 * server's own. Supports patterns such as "https://*.example.org", or "*" for all origins
 * as far as a connection carries no cookie or other credentials.
 * @param open Whether everyone may connect although there is neither a SodpAuthenticator
 * nor an AccessPolicy. Otherwise such a server accepts only clients on its own machine
 * and users that Spring Security has authenticated.
 * @param allowedHosts Names in the Host header under which clients on this machine may
 * reach a server that is not open to others, in addition to "localhost" and loopback
 * addresses.
 * @param compression Whether to compress messages for clients that offer it, as browsers
 * do. Costs several times the memory per session and the processing time per message.
 * @param maxValueSize Maximum encoded size of the value of a key.
 * @param maxTotalSize Maximum memory that keys, values and logs together may take, as the
 * server estimates it. 40% of the maximum heap unless set.
 * @param maxKeys Maximum number of keys that exist, are watched, or were deleted a short
 * while ago.
 * @param maxSessions Maximum number of open sessions.
 * @param maxSessionsPerAddress Maximum number of open sessions from one address. 0 for no
 * limit. All clients behind a proxy share its address unless forwarded headers are used.
 * @param maxSessionsPerSubject Maximum number of open sessions of one user, by the
 * subject of its identity. 0 for no limit.
 * @param backpressureLimit Maximum number of frames that may wait for a slow session
 * before it is closed.
 * @param rateLimit Limits per session and second.
 * @param maxKeysPerSession Maximum number of keys that a session may watch.
 * @param logSize Number of changes to keep per key for clients that reconnect.
 * @param heartbeatInterval Time between heartbeats. A session that does not answer within
 * one interval is closed.
 * @param authTimeout Maximum time that a client may take to authenticate.
 * @param callTimeout Maximum time that a write of the application itself waits until it
 * is stored.
 * @param loadTimeout Maximum time that a loader may take for the value of a key.
 * @param interceptTimeout Maximum time that all interceptors together may take to decide
 * about a mutation.
 * @param persistence Storing the state on disk.
 * @param auth Authentication of clients.
 * @param methodTimeout Maximum time from the arrival of a call of a method of the
 * application to its answer, waiting for other calls included.
 * @param methodObservationEnabled Whether to observe the calls of methods of the
 * application with Micrometer.
 * @param drainTime Time over which the sessions are closed when the application stops, in
 * small groups, so that their clients do not all reconnect to other servers at once. At
 * most nine tenths of "spring.lifecycle.timeout-per-shutdown-phase" are used. 0 to close
 * all at once. In a cluster "sodp.server.cluster.drain-time" applies instead.
 * @param cluster Sharing the state with the other nodes of a cluster.
 */
@ConfigurationProperties("sodp.server")
public record SodpServerProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/sodp") String path,
		@Nullable Integer port, @DefaultValue Netty netty, @DefaultValue List<String> allowedOrigins,
		@DefaultValue("false") boolean open, @DefaultValue List<String> allowedHosts,
		@DefaultValue("false") boolean compression, @DefaultValue("1MB") DataSize maxValueSize,
		@Nullable DataSize maxTotalSize, @DefaultValue("1000000") int maxKeys, @DefaultValue("10000") int maxSessions,
		@DefaultValue("0") int maxSessionsPerAddress, @DefaultValue("0") int maxSessionsPerSubject,
		@DefaultValue("1024") int backpressureLimit, @DefaultValue RateLimit rateLimit,
		@DefaultValue("100000") int maxKeysPerSession, @DefaultValue("1000") int logSize,
		@DefaultValue("25s") Duration heartbeatInterval, @DefaultValue("15s") Duration authTimeout,
		@DefaultValue("10s") Duration callTimeout, @DefaultValue("5s") Duration loadTimeout,
		@DefaultValue("5s") Duration interceptTimeout, @DefaultValue Persistence persistence, @DefaultValue Auth auth,
		@DefaultValue("30s") Duration methodTimeout, @DefaultValue("false") boolean methodObservationEnabled,
		@DefaultValue("0s") Duration drainTime, @DefaultValue Cluster cluster) {

	/**
	 * Endpoint on a port of its own.
	 *
	 * @param transport How sockets are read and written. Any other value than "auto" must
	 * work on the machine, or the application does not start.
	 * @param address Address of the machine to listen on. If not set, all of them.
	 * @param ssl Encryption.
	 */
	public record Netty(@DefaultValue("auto") Transport transport, @Nullable InetAddress address,
			@DefaultValue Ssl ssl) {
	}

	/**
	 * Encryption of the endpoint on a port of its own.
	 *
	 * @param bundle Name of the SSL bundle with the certificate. If not set, connections
	 * are not encrypted.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/** How sockets are read and written. */
	public enum Transport {

		/** The first of the others, in their order, that works. */
		AUTO,

		/** Linux io_uring. */
		IO_URING,

		/** Linux epoll. */
		EPOLL,

		/** The JDK's selectors. */
		NIO

	}

	/**
	 * Rate limits.
	 *
	 * @param writes Maximum number of calls per session and second. 0 for no limit.
	 * @param watches Maximum number of watch and resume requests per session and second.
	 * 0 for no limit.
	 */
	public record RateLimit(@DefaultValue("0") int writes, @DefaultValue("0") int watches) {
	}

	/**
	 * Storing the state on disk.
	 *
	 * @param enabled Whether to store the state on disk, so that it survives a restart.
	 * Requires the module sodp-journal-mvstore.
	 * @param directory Directory of the state, created if it does not exist. Used by one
	 * process at a time. Relative to the working directory.
	 * @param durability When a write is acknowledged.
	 * @param interval Time between syncs with the durability "interval": what a power cut
	 * or a kill of the process can cost.
	 * @param cacheSize Memory for cached pages of the file.
	 * @param lockTimeout Maximum time to wait at startup for another process that still
	 * uses the directory. 0 to fail immediately.
	 * @param backupDirectory Directory for the backups that the Actuator endpoint
	 * creates. If not set, there are no backups.
	 */
	public record Persistence(@DefaultValue("false") boolean enabled, @DefaultValue("sodp-data") String directory,
			@DefaultValue("always") Durability durability, @DefaultValue("100ms") Duration interval,
			@DefaultValue("16MB") DataSize cacheSize, @DefaultValue("10s") Duration lockTimeout,
			@Nullable String backupDirectory) {
	}

	/**
	 * Sharing the state with the other nodes of a cluster.
	 *
	 * @param enabled Whether this server is a node of a cluster, which keeps its state in
	 * Redis or Valkey. Requires the module sodp-journal-redis and the connection that is
	 * configured by "spring.data.redis".
	 * @param keyPrefix Prefix of all keys of the cluster in Redis, the same for all of
	 * its nodes and for no other cluster. "sodp:" and "spring.application.name" unless
	 * set.
	 * @param minReplicas Number of replicas that must have a change before it is
	 * acknowledged. 0 to acknowledge what the primary alone has.
	 * @param lease Time after which a node from which nothing is heard counts as dead.
	 * Renewed five times as often.
	 * @param partitions Number of partitions among which keys are divided. Only Redis
	 * Cluster has use for more than one. Cannot be changed once there is state.
	 * @param drainTime Time over which the sessions are closed when a node stops, instead
	 * of "sodp.server.drain-time" and limited in the same way.
	 * @param allowEviction Whether to use a Redis server that may drop any key when its
	 * memory is full, and with it a part of the state.
	 */
	public record Cluster(@DefaultValue("false") boolean enabled, @Nullable String keyPrefix,
			@DefaultValue("0") int minReplicas, @DefaultValue("10s") Duration lease, @DefaultValue("1") int partitions,
			@DefaultValue("10s") Duration drainTime, @DefaultValue("false") boolean allowEviction) {
	}

	/**
	 * Authentication of clients.
	 *
	 * @param jwt Authentication by JWT.
	 * @param tokenRequired Whether every session has to present a token, also one whose
	 * upgrade Spring Security has authenticated.
	 * @param loginCheckInterval Time between two checks whether the HTTP session in which
	 * a connection was opened is still valid. What its store does not report takes as
	 * long to end the connection.
	 * @param writesExtendLogin Whether the writes of a session count as use of the HTTP
	 * session in which it was opened, so that the user stays logged in.
	 */
	public record Auth(@DefaultValue Jwt jwt, @DefaultValue("false") boolean tokenRequired,
			@DefaultValue("10s") Duration loginCheckInterval, @DefaultValue("true") boolean writesExtendLogin) {
	}

	/**
	 * Authentication by JWT.
	 *
	 * @param secret Secret that tokens are signed with by HS256, at least 32 bytes long
	 * in UTF-8.
	 * @param publicKey Location or content in PEM format of the public key that verifies
	 * tokens, by RS256 or ES256.
	 * @param jwkSetUri Address of the JWK set whose keys verify tokens, by RS256 or
	 * ES256.
	 * @param issuerUri Issuer that tokens must be from. Unless a key is set by another
	 * property, also the address from which the keys are discovered.
	 * @param audiences Audiences that tokens may be for; one of them suffices. If not
	 * set, any.
	 * @param subjectClaim Name of the claim that is the subject of the session.
	 * @param keyFetchInterval Minimum time between two requests to a key server, however
	 * many tokens have unknown keys. Should be less than "sodp.server.auth-timeout".
	 */
	public record Jwt(@Nullable String secret, @Nullable String publicKey, @Nullable String jwkSetUri,
			@Nullable String issuerUri, @Nullable List<String> audiences, @DefaultValue("sub") String subjectClaim,
			@DefaultValue("10s") Duration keyFetchInterval) {
	}

	/** When a write is acknowledged. */
	public enum Durability {

		/** When it is on the disk. */
		ALWAYS,

		/** At once; it is on the disk after the interval. */
		INTERVAL

	}

}
