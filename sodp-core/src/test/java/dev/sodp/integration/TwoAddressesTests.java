// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host name with two addresses of which the first refuses connections, in JVMs of their
 * own, because the flags in question are read once.
 */
@Timeout(120)
class TwoAddressesTests {

	private static final String FLAG = "-Djdk.httpclient.allowRestrictedHeaders=host";

	@TempDir
	Path folder;

	@Test
	void nextAttemptGoesToTheNextAddress() throws IOException {
		assertThat(run(List.of(FLAG), "ws")).contains("live with two.test");
	}

	@Test
	void failureNamesTheAddressesThatTheJdkDoesNotTry() throws IOException {
		assertThat(run(List.of(), "ws"))
			.contains("connection refused (127.0.0.2; the JDK's HTTP client does not try the other addresses of "
					+ "two.test, 127.0.0.1, unless the JVM is started with " + FLAG + ")")
			.contains("failed");
	}

	@Test
	void hostAndServerNameStayThatOfTheUrl() throws IOException {
		assertThat(run(List.of(FLAG), "wss", keyStore("two.test")))
			.contains("connection refused (127.0.0.2, one of 2 addresses of two.test")
			.contains("Host: two.test")
			.contains("SNI: [type=host_name (0), value=two.test]")
			.contains("HTTP status 418");
	}

	@Test
	void certificateIsCheckedAgainstTheName() throws IOException {
		assertThat(run(List.of(FLAG), "wss", keyStore("other.test")))
			.contains("No subject alternative DNS name matching")
			.doesNotContain("HTTP status 418");
	}

	/** Also valid for the address, which must not be enough. */
	private String keyStore(String name) throws IOException {
		Path store = this.folder.resolve("server.p12");
		start(List.of(tool("keytool"), "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + name,
				"-ext", "san=dns:" + name + ",ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", "changeit",
				"-keystore", store.toString()));
		return store.toString();
	}

	private String run(List<String> flags, String... args) throws IOException {
		Path hosts = Files.writeString(this.folder.resolve("hosts"), "127.0.0.2 two.test\n127.0.0.1 two.test\n");
		List<String> command = new ArrayList<>(
				List.of(tool("java"), "-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + hosts));
		command.addAll(flags);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), TwoAddresses.class.getName()));
		command.addAll(List.of(args));
		return start(command);
	}

	private static String tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	private static String start(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
