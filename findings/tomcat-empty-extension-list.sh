#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tomcat 11.0.15 (tomcat-embed-websocket), Jakarta WebSocket 2.2, JDK 17.
#
# Guess: an endpoint whose ServerEndpointConfig has an empty list of extensions negotiates none.
# Behaviour: an empty list means every extension that the container has. A client that offers permessage-deflate gets it,
# and each such session owns a deflater and an inflater outside the heap. A configurator that negotiates an empty list is
# what turns extensions off.
# Output seen:
#   empty list of extensions: permessage-deflate;client_max_window_bits=15
#   configurator that negotiates none: none
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
			<groupId>org.apache.tomcat.embed</groupId>
			<artifactId>tomcat-embed-websocket</artifactId>
			<version>11.0.15</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import jakarta.websocket.*;
import jakarta.websocket.server.*;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsContextListener;

public class Finding {

	public static class Silent extends Endpoint {
		@Override
		public void onOpen(Session session, EndpointConfig config) {
		}
	}

	public static class NegotiatesNone extends ServerEndpointConfig.Configurator {
		@Override
		public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
			return List.of();
		}
	}

	public static void main(String[] args) throws Exception {
		java.util.logging.LogManager.getLogManager().reset();
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(System.getProperty("user.dir"));
		tomcat.setPort(0);
		var context = tomcat.addContext("", null);
		context.addApplicationListener(WsContextListener.class.getName());
		Tomcat.addServlet(context, "none", new jakarta.servlet.http.HttpServlet() {
		});
		context.addServletMappingDecoded("/", "none");
		tomcat.getConnector();
		tomcat.start();
		var container = (ServerContainer) context.getServletContext().getAttribute(ServerContainer.class.getName());
		container.addEndpoint(ServerEndpointConfig.Builder.create(Silent.class, "/empty").extensions(List.of()).build());
		container.addEndpoint(ServerEndpointConfig.Builder.create(Silent.class, "/none")
			.configurator(new NegotiatesNone()).build());
		int port = tomcat.getConnector().getLocalPort();
		System.out.println("empty list of extensions: " + negotiated(port, "/empty"));
		System.out.println("configurator that negotiates none: " + negotiated(port, "/none"));
		tomcat.stop();
		System.exit(0);
	}

	private static String negotiated(int port, String path) throws Exception {
		try (Socket socket = new Socket("localhost", port)) {
			socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
					+ "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
					+ "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			Scanner lines = new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII);
			if (!lines.nextLine().contains(" 101")) {
				throw new IllegalStateException("The upgrade was refused");
			}
			String found = "none";
			for (String line = lines.nextLine(); !line.isEmpty(); line = lines.nextLine()) {
				if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions:")) {
					found = line.substring(line.indexOf(':') + 1).strip();
				}
			}
			return found;
		}
	}

}
JAVA
java -cp 'lib/*' Finding.java | tee output
grep -q '^empty list of extensions: permessage-deflate' output
grep -qx 'configurator that negotiates none: none' output
