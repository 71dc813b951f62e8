#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Jetty 12.1.14, JDK 17.
#
# Guess: a graceful shutdown of a connector accepts no connections any more and leaves those that exist to the
# application, above all WebSockets whose idle timeout the application has turned off.
# Behaviour: it gives each of them an idle timeout of one second, whatever the WebSocket has set, and ends those that are
# quiet for that long. AbstractConnector.setShutdownIdleTimeout says for how long.
# Output seen:
#   as it comes: ended with 1001 "Connection Idle Timeout"
#   shutdown idle timeout of a minute: still open
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
	<dependencies>
		<dependency>
			<groupId>org.eclipse.jetty.websocket</groupId>
			<artifactId>jetty-websocket-jetty-server</artifactId>
			<version>12.1.14</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

public class Finding {

	public static class Endpoint extends Session.Listener.Abstract {

		@Override
		public void onWebSocketOpen(Session session) {
			super.onWebSocketOpen(session);
			session.setIdleTimeout(Duration.ZERO);
		}

	}

	public static void main(String[] args) throws Exception {
		System.out.println("as it comes: " + shutDown(null));
		System.out.println("shutdown idle timeout of a minute: " + shutDown(Duration.ofMinutes(1)));
		System.exit(0);
	}

	private static String shutDown(Duration idleTimeout) throws Exception {
		Server server = new Server();
		ServerConnector connector = new ServerConnector(server);
		if (idleTimeout != null) {
			connector.setShutdownIdleTimeout(idleTimeout.toMillis());
		}
		server.addConnector(connector);
		server.setHandler(WebSocketUpgradeHandler.from(server,
				(container) -> container.addMapping("/", (request, response, callback) -> new Endpoint())));
		server.start();
		CompletableFuture<String> end = new CompletableFuture<>();
		WebSocket client = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + connector.getLocalPort() + "/"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
					end.complete("ended with " + code + " \"" + reason + "\"");
					return null;
				}

			})
			.join();
		connector.shutdown();
		try {
			return end.get(5, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			return "still open";
		}
		finally {
			client.abort();
			server.stop();
		}
	}

}
JAVA

javac -cp 'lib/*' Finding.java
java -cp 'lib/*:.' Finding 2>/dev/null | tee output
diff output - <<'EXPECTED'
as it comes: ended with 1001 "Connection Idle Timeout"
shutdown idle timeout of a minute: still open
EXPECTED
