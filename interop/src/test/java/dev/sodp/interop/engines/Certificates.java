// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for this machine that no authority has signed, as an engine reads it.
 *
 * @param certificate path of the certificate
 * @param key path of its private key
 */
record Certificates(String certificate, String key) {

	private static final String PASSWORD = "changeit";

	static Certificates create(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
		Path store = folder.resolve("engine.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
				"-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes());
		if (keytool.waitFor() != 0) {
			throw new IOException("keytool failed: " + output);
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		String alias = keys.aliases().nextElement();
		return new Certificates(
				write(folder.resolve("engine.crt"), "CERTIFICATE", keys.getCertificate(alias).getEncoded()),
				write(folder.resolve("engine.key"), "PRIVATE KEY",
						keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
	}

	private static String write(Path file, String type, byte[] content) throws IOException {
		Files.writeString(file, "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content)
				+ "\n-----END " + type + "-----\n");
		return file.toString();
	}

}
