// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What operators read about files that cannot be read, which never contains the path.
 */
class OperatorFileTests {

	@TempDir
	private Path folder;

	private byte[] read(String name) throws IOException {
		return new OperatorFile(new FileSystemResource(this.folder.resolve(name))).read();
	}

	@Test
	void aMissingFile() {
		assertThatIOException().isThrownBy(() -> read("none")).withMessage("the file does not exist");
	}

	@Test
	void aDirectory() throws IOException {
		Files.createDirectory(this.folder.resolve("directory"));

		assertThatIOException().isThrownBy(() -> read("directory"))
			.withMessage("the file cannot be read (IOException)");
	}

	@Test
	void aFileThatIsFarTooLarge() throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(this.folder.resolve("large").toFile(), "rw")) {
			file.setLength(OperatorFile.LARGEST + 1L);
		}

		assertThatIOException().isThrownBy(() -> read("large")).withMessage("the file is larger than 16 MB");
	}

	@Test
	void aResourceThatIsNoFile() throws IOException {
		assertThat(new OperatorFile(new ByteArrayResource(new byte[] { 1, 2 })).read()).containsExactly(1, 2);
	}

}
