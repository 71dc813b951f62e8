// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.awaitility.Awaitility.await;

/**
 * More clients than the process may open files: those that find no room are let in when
 * others have left.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class FileLimitTests {

	private static final int FILES = 256;

	private static final int CLIENTS = 400;

	private static final int AT_ONCE = 50;

	@ParameterizedTest
	@MethodSource("dev.sodp.netty.Transports#all")
	void theEndpointAcceptsAgain(IoTransport transport) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder("sh", "-c", "ulimit -n " + FILES + " && exec \"$@\"", "sh", java,
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), FileLimit.class.getName(),
				transport.name())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader output = process.inputReader()) {
			int port = Integer
				.parseInt(output.lines().filter((line) -> line.matches("\\d+")).findFirst().orElseThrow());
			// Classes are files, too.
			try (RawClient first = RawClient.open(port)) {
				first.read(Frame.Hello.class);
			}
			List<RawClient> waiting = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				RawClient client = RawClient.connect(port);
				client.send(RawClient.request());
				waiting.add(client);
			}
			await().until(() -> says(process, output), "false"::equals);
			while (!waiting.isEmpty()) {
				List<RawClient> next = waiting.subList(0, AT_ONCE);
				for (RawClient client : next) {
					client.expectUpgrade();
					client.read(Frame.Hello.class);
				}
				next.forEach(RawClient::close);
				next.clear();
			}
			await().until(() -> says(process, output), "true"::equals);
		}
		finally {
			process.destroy();
		}
	}

	/** Whether clients can connect. */
	private static String says(Process process, BufferedReader output) throws IOException {
		process.getOutputStream().write('?');
		process.getOutputStream().flush();
		return output.readLine();
	}

}
