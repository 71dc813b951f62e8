// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** With the oldest Redis that is supported, whose binary can do TLS. */
class RedisClusterApplicationTests extends AbstractClusterApplicationTests {

	private Certificates certificates;

	private int tlsPort;

	RedisClusterApplicationTests() {
		super(Engine.REDIS);
	}

	@BeforeEach
	void prepare() throws Exception {
		this.certificates = Certificates.create(this.folder);
		this.tlsPort = freePort();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private EngineProcess engineWithTls() {
		return engine("--tls-port", "" + this.tlsPort, "--tls-cert-file", this.certificates.certificate(),
				"--tls-key-file", this.certificates.key(), "--tls-ca-cert-file", this.certificates.certificate(),
				"--tls-auth-clients", "no");
	}

	@Test
	void connectionsAreEncrypted() {
		EngineProcess server = engineWithTls();
		String[] tls = { "spring.data.redis.port=" + this.tlsPort, "spring.data.redis.ssl.bundle=engine",
				"spring.ssl.bundle.pem.engine.truststore.certificate=file:" + this.certificates.certificate() };

		node(server, tls).set("score", 1);

		assertThat(value(node(server, tls), "score")).isEqualTo("1");
	}

	@Test
	void anUnknownCertificateStopsTheStart(CapturedOutput output) {
		EngineProcess server = engineWithTls();

		assertThatException()
			.isThrownBy(() -> application(server, "spring.data.redis.url=rediss://localhost:" + this.tlsPort));

		assertThat(output).contains("APPLICATION FAILED TO START").contains("PKIX path building failed");
	}

}
