// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of the embedded SODP server.
 *
 * @param enabled Whether to host a server in this application.
 * @param path Path of the WebSocket endpoint, below the context path.
 * @param allowedOrigins Origins that browsers may connect from, beside the server's own.
 * A pattern such as "https://*.example.org" or "*" for all is possible.
 * @param maxValueSize Largest encoded value of a key.
 * @param backpressureLimit Number of frames that may wait for a slow session before it is
 * closed.
 * @param rateLimit Limits per session and second.
 * @param maxKeysPerSession Number of keys a session may watch.
 * @param logSize Number of changes to keep per key for clients that reconnect.
 * @param heartbeatInterval Time between heartbeats. A session that does not answer within
 * one is closed.
 * @param authTimeout Time that a client has to authenticate.
 */
@ConfigurationProperties("sodp.server")
public record SodpServerProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/sodp") String path,
		@DefaultValue List<String> allowedOrigins, @DefaultValue("1MB") DataSize maxValueSize,
		@DefaultValue("1024") int backpressureLimit, @DefaultValue RateLimit rateLimit,
		@DefaultValue("100000") int maxKeysPerSession, @DefaultValue("1000") int logSize,
		@DefaultValue("30s") Duration heartbeatInterval, @DefaultValue("15s") Duration authTimeout) {

	/**
	 * Rate limits.
	 *
	 * @param writes Number of calls a session may make per second. 0 for no limit.
	 * @param watches Number of watch and resume requests a session may send per second. 0
	 * for no limit.
	 */
	public record RateLimit(@DefaultValue("0") int writes, @DefaultValue("0") int watches) {
	}

}
