// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.io.FileNotFoundException;
import java.io.IOException;

import dev.sodp.test.spring.app.Accounts;
import dev.sodp.test.spring.app.TitleBoard;
import org.junit.jupiter.api.Test;

import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class SodpTypeExcludeFilterTests {

	private final SodpTypeExcludeFilter filter = new SodpTypeExcludeFilter(Slice.class);

	@Test
	void letsInWhatWatchesAndNothingElse() throws IOException {
		SimpleMetadataReaderFactory factory = new SimpleMetadataReaderFactory();
		assertThat(this.filter.match(factory.getMetadataReader(TitleBoard.class.getName()), factory)).isFalse();
		assertThat(this.filter.match(factory.getMetadataReader(Accounts.class.getName()), factory)).isTrue();
	}

	@Test
	void keepsOutWhatExtendsSomethingThatIsNotThere() throws IOException {
		SimpleMetadataReaderFactory complete = new SimpleMetadataReaderFactory();
		SimpleMetadataReaderFactory lacking = new SimpleMetadataReaderFactory() {

			@Override
			public MetadataReader getMetadataReader(String className) throws IOException {
				throw new FileNotFoundException(className);
			}

		};
		assertThat(this.filter.match(complete.getMetadataReader(TitleBoard.class.getName()), lacking)).isTrue();
	}

	@SodpTest
	static class Slice {

	}

}
