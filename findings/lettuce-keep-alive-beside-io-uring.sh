#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lettuce 7.5.2 with Netty 4.2.18, JDK 17, Linux on x86-64 that permits io_uring.
#
# Guess: on a machine whose class path has both native transports of Netty, Lettuce sets the keep-alive that
# SocketOptions ask for on the sockets of the one that it chose.
# Behaviour: it chooses epoll, but sets the options of io_uring, which epoll does not know. Each connection logs three
# warnings, and its socket keeps the intervals of the system (two hours on most) instead of the 11 seconds asked for.
# With io.lettuce.core.iouring=false it is as it should be.
# Output seen:
#   both on the class path: 3 warnings, idle for 11 seconds: false
#   io_uring turned off: 0 warnings, idle for 11 seconds: true
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
maven=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/mvnw
cd "$folder"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
	<modelVersion>4.0.0</modelVersion>
	<groupId>finding</groupId>
	<artifactId>finding</artifactId>
	<version>1</version>
	<dependencyManagement>
		<dependencies>
			<dependency>
				<groupId>io.netty</groupId>
				<artifactId>netty-bom</artifactId>
				<version>4.2.18.Final</version>
				<type>pom</type>
				<scope>import</scope>
			</dependency>
		</dependencies>
	</dependencyManagement>
	<dependencies>
		<dependency>
			<groupId>io.lettuce</groupId>
			<artifactId>lettuce-core</artifactId>
			<version>7.5.2.RELEASE</version>
		</dependency>
		<dependency>
			<groupId>io.netty</groupId>
			<artifactId>netty-transport-native-epoll</artifactId>
			<classifier>linux-x86_64</classifier>
		</dependency>
		<dependency>
			<groupId>io.netty</groupId>
			<artifactId>netty-transport-native-io_uring</artifactId>
			<classifier>linux-x86_64</classifier>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollChannelOption;

class Finding {

	static final Logger bootstrap = Logger.getLogger("io.netty.bootstrap.Bootstrap");

	public static void main(String[] args) throws Exception {
		AtomicInteger warnings = new AtomicInteger();
		bootstrap.setUseParentHandlers(false);
		bootstrap.addHandler(new Handler() {

			@Override
			public void publish(LogRecord record) {
				if (record.getMessage().contains("Unknown channel option")) {
					warnings.incrementAndGet();
				}
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		});
		CompletableFuture<Integer> idle = new CompletableFuture<>();
		NettyCustomizer look = new NettyCustomizer() {

			@Override
			public void afterChannelInitialized(Channel channel) {
				channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {

					@Override
					public void channelActive(ChannelHandlerContext context) {
						idle.complete(context.channel().config().getOption(EpollChannelOption.TCP_KEEPIDLE));
						context.fireChannelActive();
					}

				});
			}

		};
		SocketOptions.KeepAliveOptions keepAlive = SocketOptions.KeepAliveOptions.builder()
			.enable()
			.idle(Duration.ofSeconds(11))
			.interval(Duration.ofSeconds(3))
			.count(3)
			.build();
		ClientResources resources = ClientResources.builder().nettyCustomizer(look).build();
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			RedisClient client = RedisClient.create(resources,
					RedisURI.create("127.0.0.1", server.getLocalPort()));
			client.setOptions(ClientOptions.builder()
				.socketOptions(SocketOptions.builder().keepAlive(keepAlive).build())
				.build());
			client.connectAsync(StringCodec.UTF8, RedisURI.create("127.0.0.1", server.getLocalPort()));
			System.out.println(args[0] + ": " + idle.thenApply((seconds) -> warnings + " warnings, idle for 11 seconds: "
					+ (seconds == 11)).get(20, TimeUnit.SECONDS));
		}
		System.exit(0);
	}

}
JAVA

javac -cp 'lib/*' Finding.java
{
	java -cp 'lib/*:.' Finding 'both on the class path'
	java -Dio.lettuce.core.iouring=false -cp 'lib/*:.' Finding 'io_uring turned off'
} 2>/dev/null | tee output
diff output - <<'EXPECTED'
both on the class path: 3 warnings, idle for 11 seconds: false
io_uring turned off: 0 warnings, idle for 11 seconds: true
EXPECTED
