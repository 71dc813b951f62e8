// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sodp.boot.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an operator reads whose files prevent the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileFailureAnalysesTests {

	@TempDir
	private Path folder;

	private static void assertDoesNotStart(String property) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(TestApplication.class)
			.run("--server.port=0", "--sodp.server.enabled=true", "--" + property)
			.close());
	}

	private String file(String content) throws IOException {
		return Files.writeString(this.folder.resolve("file.json"), content).toUri().toString();
	}

	@Test
	void aBrokenAclFile(CapturedOutput output) throws IOException {
		assertDoesNotStart("sodp.server.acl.location=" + file("[{\"key\": \"a\", \"read\": \"*\"\n \"write\": 1}]"));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("file.json], which sodp.server.acl.location names: line 2, column 2: invalid JSON")
			.contains("Correct the file at line 2, column 2. The application does not start without it");
	}

	@Test
	void anAclFileThatMakesNoSense(CapturedOutput output) throws IOException {
		assertDoesNotStart("sodp.server.acl.location=" + file("{\"preset\": \"keyclock\", \"rules\": []}"));

		assertThat(output).contains("line 1, column 12: unknown preset 'keyclock'; there are keycloak,");
	}

	@Test
	void aMissingAclFile(CapturedOutput output) {
		assertDoesNotStart("sodp.server.acl.location=file:/nowhere/acl.json");

		assertThat(output)
			.contains("/nowhere/acl.json], which sodp.server.acl.location names: the file does not exist.")
			.contains("Set sodp.server.acl.location to a file that this process can read");
	}

	@Test
	void aPathWithoutPrefix(CapturedOutput output) {
		assertDoesNotStart("sodp.server.acl.location=/etc/acl.json");

		assertThat(output).contains("The location has no prefix such as 'file:'");
	}

	@Test
	void aBrokenSchemaFile(CapturedOutput output) throws IOException {
		assertDoesNotStart("sodp.server.schema.location=" + file("{\"game.player\": \"Integer\"}"));

		assertThat(output).contains("file.json], which sodp.server.schema.location names: line 1, column 17: unknown"
				+ " type 'Integer'; the types are String, Int, Float, Bool, Object, Array, Any.");
	}

}
